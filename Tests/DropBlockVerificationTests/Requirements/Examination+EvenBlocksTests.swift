import DropBlockContract
import Testing

@testable import DropBlockVerification

/// A correct subject that does something else with even blocks.
private func subject(
  _ answer: @escaping @Sendable (SubjectCase) throws(SubjectFailure) -> SubjectAnswer
) -> AnswerSubject {
  let correct = BlackBox(.none)
  return AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
    var answers: [SubjectAnswer] = []
    for question in cases {
      let sides = try? question.request.configuration.blockSize.sides(
        rank: question.request.shape.rank)
      let isEven = sides?.contains { $0 > 0 && $0 % 2 == 0 } ?? false
      answers.append(isEven ? try answer(question) : correct.run([question])[0])
    }
    return answers
  }
}

private func outcome(_ subject: any Subject, _ id: RequirementID) throws -> Verdict.Outcome {
  try VerificationRun(subject, by: Requirement.selected(id), profile: .brief, key: 1).run()
    .verdicts[0].outcome
}

private func refusing() -> AnswerSubject { subject { _ in .refused("block size must be odd") } }

@Suite struct ExaminationEvenBlocksTests {
  @Test func `refused even blocks are a finding of one requirement, and odd ones are judged`()
    throws
  {
    guard case .violated(let violation) = try outcome(refusing(), .blockEven) else {
      Issue.record("\(try outcome(refusing(), .blockEven))")
      return
    }
    #expect(violation.site == .refused)
    for id in [RequirementID.maskGrid, .rateShare, .blockClipped] {
      #expect(try outcome(refusing(), id).isHolding, "\(id)")
    }
    guard case .holds(.masks(let count, _, oddBlocks: true)) = try outcome(refusing(), .rateMasks)
    else {
      Issue.record("\(try outcome(refusing(), .rateMasks))")
      return
    }
    #expect(count > 20)
  }

  @Test func `a subject that dies of even blocks is judged with odd ones`() throws {
    let dying = subject { (_: SubjectCase) throws(SubjectFailure) in
      throw SubjectFailure(.died("signal 11"))
    }
    guard case .holds(.masks(_, _, oddBlocks: true)) = try outcome(dying, .rateMasks) else {
      Issue.record("\(try outcome(dying, .rateMasks))")
      return
    }
    guard case .failed = try outcome(dying, .blockEven) else {
      Issue.record("\(try outcome(dying, .blockEven))")
      return
    }
  }

  @Test func `what is asked about small maps is even where even blocks are computed`() throws {
    guard
      case .holds(.masks(_, _, oddBlocks: false)) = try outcome(BlackBox(.none), .rateMasks)
    else {
      Issue.record("\(try outcome(BlackBox(.none), .rateMasks))")
      return
    }
  }

  @Test func `a subject of odd blocks has small maps in every rank, and on every further grid`() {
    let subject = subject { _ in .refused("odd") }
    subject.declaration.ranks = [2, 1, 3]
    subject.declaration.seedGrids = [.valid, .whole(.lowerCentre)]
    let examination = Examination(
      subject, declaration: subject.declaration, profile: .quick, key: 1,
      ledger: Ledger(accounts: 1))
    let hasEven: ([SurveyPlan]) -> Bool = { plans in
      plans.contains { $0.configuration.blockSize == 2 || $0.configuration.blockSize == 4 }
    }
    #expect(hasEven(examination.maskPlans) && hasEven(examination.ratePlans))
    examination.askForEvenBlocks()
    #expect(!hasEven(examination.maskPlans) && !hasEven(examination.ratePlans))
    #expect(examination.maskPlans.map(\.map.count) == [1, 2, 3])
    #expect(examination.hasOddMaskPlans && examination.casesRun == 0)
  }
}
