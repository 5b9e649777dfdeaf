import DropBlockContract
import Testing

@testable import DropBlockVerification

struct CounterevidenceTests {
  @Test(arguments: [
    "single-channel-doubled", "half-precision-kept", "nine-rounds",
  ])
  func `what is so in some cases only is not said of all`(name: String) throws {
    let mutant = try #require(Mutant.named(name))
    var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == .stagesEqual || $0.id == .values }
    let known = run.judged().explanation.causes.filter { !$0.faults.isEmpty }
    #expect(!known.isEmpty && known.allSatisfy(\.isLimited), "\(known.map(\.sentence))")
  }

  @Test(arguments: ["scale-by-probability", "channels-shared", "kept-for-dropped"])
  func `what is so everywhere has no exceptions`(name: String) throws {
    let mutant = try #require(Mutant.named(name))
    var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == .stagesEqual }
    let causes = run.judged().explanation.causes
    let limited = causes.filter { $0.exceptions > 0 || $0.isElsewhereRefuted }.map(\.sentence)
    #expect(!causes.isEmpty && limited.isEmpty, "\(limited)")
  }
}
