import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

/// A correct subject whose stream starts nowhere twice, but for what a closure does to its gradients.
private final class Unkeyed: Subject {
  private let own: any Subject
  private let change: @Sendable (_ x: Double, _ g: Double, _ got: Double) -> Double
  private var calls: UInt64 = 0
  private(set) var asked: [SubjectCase] = []
  let declaration: SubjectDeclaration

  init(
    sharing: MaskSharing = [],
    _ change: @escaping @Sendable (_ x: Double, _ g: Double, _ got: Double) -> Double
  ) throws {
    own = try #require(Variant.named("binomial")).subject(version: "0")
    var declaration = own.declaration
    declaration.capabilities = [.backward]
    declaration.sharings = [sharing]
    declaration.elementTypes = [.float32]
    self.declaration = declaration
    self.change = change
  }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    asked += cases
    var answers: [SubjectAnswer] = []
    for question in cases {
      var keyed = question
      calls += 1
      keyed.request.key ^= calls &* 0x9E37_79B9_7F4A_7C15
      let answer = try own.run([keyed])[0]
      guard case .result(var result) = answer, let got = result.inputGradient,
        let given = question.outputGradient
      else {
        answers.append(answer)
        continue
      }
      let gradient = got.replacing { unit in
        let own = got[unit]
        let changed = change(question.input[unit], given[unit], own)
        return own == changed && own.sign == changed.sign
          ? nil : UInt64(Float(changed).bitPattern)
      }
      result.inputGradient = gradient
      answers.append(.result(result))
    }
    return answers
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try own.values(schedule)
  }
}

@Suite struct RequirementGradientsTests {
  private func fault(_ subject: any Subject, _ id: RequirementID, key: UInt64) throws -> Fault? {
    let verdict = try VerificationRun(
      subject, by: Requirement.selected(id), profile: .brief, key: key
    ).run().verdicts[0]
    switch verdict.outcome {
    case .violated(let violation): return violation.faults[0]
    case .holds: return nil
    default:
      Issue.record("\(verdict)")
      return nil
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `a correct subject without a key is quiet`(key: UInt64) throws {
    for sharing in [[], .channels] as [MaskSharing] {
      let subject = try Unkeyed(sharing: sharing) { _, _, got in got }
      #expect(try fault(subject, "backward.values", key: key) == nil)
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a gradient that stops at zeros is found without a key`(key: UInt64) throws {
    let subject = try Unkeyed { x, _, got in x == 0 ? 0 : got }
    let found = try #require(try fault(subject, "backward.values", key: key))
    #expect(found.site == .gradientMask, "\(found)")
    // What is said is said of a unit whose input is 0, or of the count that follows from them.
    switch found.evidence {
    case .gradient(.stray), .gradient(.count): break
    default: Issue.record("\(found)")
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `what a dropped unit's gradient is made of is found without a key`(key: UInt64) throws {
    let subject = try Unkeyed { _, g, got in got == 0 ? g * 0 : got }
    let found = try #require(try fault(subject, "backward.values", key: key))
    #expect(found.site == .gradientValues, "\(found)")
    guard case .gradient(.notZero) = found.evidence else {
      Issue.record("\(found)")
      return
    }
  }

  @Test func `a kept gradient that is not finite has to stay so`() throws {
    let subject = try Unkeyed { _, g, got in g.isNaN && got.isNaN ? 1 : got }
    let found = try #require(try fault(subject, "backward.values", key: 1))
    guard case .gradient(.product(let product)) = found.evidence else {
      Issue.record("\(found)")
      return
    }
    #expect(product.given.isNaN && product.got.value == 1)
  }

  @Test func `a subject that declares no later forward pass is never asked for one`() throws {
    let subject = try Unkeyed { _, _, got in got }
    let summary = try VerificationRun(
      subject, by: Requirement.selected("backward"), profile: .brief, key: 1
    ).run()
    #expect(summary.requirements("notOffered") == ["backward.repeated", "backward.later"])
    #expect(!subject.asked.isEmpty && subject.asked.allSatisfy { $0.laterKey == nil })
  }

  @Test func `another forward pass comes before the gradient, which stays the first's`() throws {
    let subject = try #require(Mutant.named("mask-in-layer")).subject(version: "0")
    let right = EngineSubject.reference(version: "0")
    var question = SubjectCase.sample(.nchw(2, 8, 6, 6), gradient: true)
    question.request.configuration.dropProbability = 0.5
    var later = question
    later.request.key = 77
    question.laterKey = 77
    let first = try right.run([question])[0].result(to: question)
    let wrong = try subject.run([question])[0].result(to: question)
    #expect(wrong.output == first.output && wrong.inputGradient != first.inputGradient)
    #expect(try wrong.inputGradient == right.run([later])[0].result(to: later).inputGradient)
    question.laterKey = nil
    #expect(try right.run([question])[0].result(to: question) == first)
    let alone = try subject.run([question])[0].result(to: question)
    #expect(alone.inputGradient == first.inputGradient)
  }
}
