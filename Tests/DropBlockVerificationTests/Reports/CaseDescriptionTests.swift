import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct CaseDescriptionTests {
  private let plain = DropBlockRequest(
    DropBlockConfiguration(blockSize: 7, dropProbability: 0.1), shape: .nchw(2, 3, 14, 12), key: 255
  )

  @Test func `the paper's options are not spelled out`() {
    #expect(
      CaseDescription.describe(plain)
        == "2 samples × 3 channels × map 14×12, block 7, p 0.1, sparse, key 0xff")
  }

  @Test func `every departure from the paper is named`() {
    var request = plain
    request.configuration.blockSize = [3, 5]
    request.configuration.seedGrid = .whole(.upperCentre)
    request.configuration.gammaRule = .fixed(0.25)
    request.configuration.gammaFactor = 1.5
    request.configuration.sharing = [.channels, .samples]
    request.configuration.scale = .map
    request.configuration.oversizedBlock = .refused
    request.configuration.sampler = .bernoulli
    request.shape.layout = .channelsLast
    request.firstSample = 9
    request.mode = .inference
    let text = CaseDescription.describe(request)
    for words in [
      "block 3×5", "grid whole.upperCentre", "gamma 0.25", "gamma factor 1.5",
      "shared over channels", "shared over samples", "scale map", "bernoulli",
      "larger blocks refused", "channelsLast", "first sample 9", "inference",
    ] {
      #expect(text.contains(words), "\(words) is not in: \(text)")
    }
    request.configuration.gammaRule = .calibrated
    #expect(CaseDescription.describe(request).contains("gamma calibrated"))
  }

  @Test func `a case shows the beginning of its input and how it is run`() {
    var question = SubjectCase(plain, input: TensorBits([Float(1), -0.0, .nan, .infinity, 5]))
    let text = CaseDescription.describe(question)
    #expect(text.hasSuffix("float32, input 1.0 -0.0 nan inf …"), "\(text)")
    question.input = TensorBits([1.5])
    question.outputGradient = TensorBits([1.0])
    question.laterKey = 0x1F
    question.inPlace = true
    question.threads = 3
    question.continues = true
    #expect(
      CaseDescription.describe(question)
        .hasSuffix(
          "float64, input 1.5, with a gradient, after another forward pass with key 0x1f, in place, "
            + "3 threads, continuing"))
  }

  @Test func `a sampler is named only of a subject that declares samplers`() throws {
    let wrong = { @Sendable (questions: [SubjectCase]) in
      questions.map { SubjectAnswer.result(SubjectResult(output: $0.input)) }
    }
    let own = AnswerSubject(wrong)
    own.declaration.capabilities = [.keyed]
    let normative = AnswerSubject(wrong)
    normative.declaration.capabilities = [.keyed]
    normative.declaration.samplers = [.sparse]
    for (subject, isNamed) in [(own, false), (normative, true)] {
      let summary = try VerificationRun(
        subject,
        by: Requirement.all.filter { ["rate.share", "rate.options"].contains($0.id) }
          + Requirement.selected("scale"), profile: .brief, key: 1
      ).run()
      #expect(summary.violations > 1, "\(summary)")
      for case .violated(let violation) in summary.verdicts.map(\.outcome) {
        #expect(violation.message.contains(", sparse") == isNamed, "\(violation.message)")
      }
    }
  }

  @Test func `the case on which a subject with its own stream died names no sampler`() throws {
    let dying = AnswerSubject { questions throws(SubjectFailure) in
      var failure = SubjectFailure(.closedPipe)
      failure.question = questions[0]
      throw failure
    }
    let run = VerificationRun(
      dying, by: try Requirement.selected("mask.blocks"), profile: .brief, key: 1)
    let text = "\(try run.run())"
    #expect(text.contains("closed its output") && text.contains(", key 0x"), "\(text)")
    #expect(!text.contains("sparse"), "\(text)")
  }

  @Test func `a case is one line`() {
    #expect(!CaseDescription.describe(plain).contains("\n"))
  }
}
