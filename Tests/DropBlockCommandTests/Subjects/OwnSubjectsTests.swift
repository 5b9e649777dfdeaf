import DropBlockFast
import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct OwnSubjectsTests {
  @Test func `every subject that is listed can be named`() throws {
    #expect(
      OwnSubjects.all.count == Mutant.all.count + Variant.all.count + FastKernel.all.count + 2)
    let missing = FastKernel.all.filter { $0.unavailableReason != nil }.map { "fast:\($0.name)" }
    for (name, summary) in OwnSubjects.all where !missing.contains(name) {
      #expect(try OwnSubjects.named(name).declaration.name == name)
      #expect(!summary.isEmpty)
    }
  }

  @Test func `a kernel that this machine can't run is listed with the reason, and refused with it`()
    throws
  {
    for kernel in FastKernel.all {
      let name = "fast:\(kernel.name)"
      let row = try #require(OwnSubjects.all.first { $0.name == name })
      guard let reason = kernel.unavailableReason else {
        #expect(!row.summary.contains("unavailable"))
        continue
      }
      #expect(row.summary.hasSuffix("unavailable: \(reason)"))
      let outcome = dropblock("verify --only schedule --subject \(name)")
      #expect(outcome.code == .usage && outcome.errors.contains(reason), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    "", "fast:", "fast:mmx", "fast:avx512 ", "Fast", "mutant:", "nan-leak", "mutant:fast",
    "variant:", "centre", "variant:nan-leak",
  ])
  func `what is not listed can't`(name: String) {
    #expect(throws: UsageError.self) { try OwnSubjects.named(name) }
  }

  @Test func `the fast engine's schedules are the specification's`() throws {
    let values = try OwnSubjects.named("fast").values(
      ScheduleCase(.linear(from: 0, to: 0.25, steps: 5), steps: Array(0..<6)))
    #expect(values == .values([0, 0.0625, 0.125, 0.1875, 0.25, 0.25]))
    let groups = try OwnSubjects.named("fast").values(ScheduleCase(.groups, steps: [3, 4]))
    #expect(groups == .values([0.25, 1]))
  }
}
