import DropBlockContract
import Testing

@testable import DropBlockVerification

/// Four ones, of which two are dropped and the others doubled.
private let ones = SubjectCase(
  DropBlockRequest(
    DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
    shape: Shape(samples: 1, channels: 1, spatial: [2, 2]), key: 1),
  input: TensorBits(repeating: 1, count: 4, as: .float32))

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

  @Test func `an output says nothing against a factor of the backward pass`() throws {
    var question = ones
    question.outputGradient = TensorBits([0, 0, 0, 3], as: .float32)
    func exceptions(gradient: [Double], isOfGradient: Bool) -> Int {
      var passes = Counterevidence()
      let result = SubjectResult(
        output: TensorBits([0, 0, 2, 2], as: .float32),
        inputGradient: TensorBits(gradient, as: .float32))
      passes.add(question, .result(result), mask: nil)
      return passes.exceptions(to: .factor(.none), isOfGradient: isOfGradient)
    }
    // The output has the factor 2, and so has a gradient of 6 for 3; one of zeros has any factor.
    #expect(exceptions(gradient: [0, 0, 0, 6], isOfGradient: false) == 1)
    #expect(exceptions(gradient: [0, 0, 0, 6], isOfGradient: true) == 1)
    #expect(exceptions(gradient: [0, 0, 0, 3], isOfGradient: true) == 0)
  }

  @Test(arguments: [(2.0, 1), (2.5, 0)])
  func `a case speaks against a factor only where the one asked for gives it`(
    factor: Double, count: Int
  ) {
    // It meets a demand about something else, such as that it comes out again.
    var passes = Counterevidence()
    let output = TensorBits([0, 0, factor, factor], as: .float32)
    passes.add(ones, .result(SubjectResult(output: output)), mask: nil)
    #expect(passes.exceptions(to: .factor(.none)) == count)
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
