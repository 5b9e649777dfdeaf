import DropBlockContract
import DropBlockFast
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

/// The fast engine with a fault that about one case in ten thousand shows: where blocks of two are
/// anchored high on rows of three, the last unit of a channels-last tensor in bfloat16 stays.
private final class RareFault: Subject {
  let declaration = SubjectDeclaration.everything(named: "fast with a rare fault", version: "0")
  private let engine: EngineSubject
  private(set) var lastFailing: SubjectCase?

  init() {
    engine = EngineSubject(
      declaration, engine: { FastEngine(threads: $0 ?? 1) }, values: { _ in [] })
  }

  func run(_ cases: [SubjectCase]) -> [SubjectAnswer] {
    zip(cases, engine.run(cases)).map { question, answer in
      guard Self.isConcerned(question.request, question.input.elementType),
        case .result(var result) = answer,
        result.revealed.mask?.last == true
      else { return answer }
      let last = question.input.count - 1
      var values = (0...last).map { result.output[$0] }
      values[last] = question.input[last]
      result.output = TensorBits(values, as: question.input.elementType)
      lastFailing = question
      return .result(result)
    }
  }

  func values(_ schedule: ScheduleCase) -> ScheduleAnswer { engine.values(schedule) }

  static func isConcerned(_ request: DropBlockRequest, _ type: ElementType) -> Bool {
    let configuration = request.configuration
    guard configuration.seedGrid == .whole(.upperCentre), type == .bfloat16,
      request.shape.layout == .channelsLast,
      request.shape.spatial.last == 3, request.shape.unitCount > 0,
      let sides = try? configuration.blockSize.sides(rank: request.shape.rank)
    else { return false }
    return sides.last == 2
  }
}

/// One after another, so that the seconds that are printed are those of a run by itself.
@Suite(.serialized) struct RareFaultTests {
  private let profile: VerificationProfile = {
    var profile = VerificationProfile.quick
    profile.cases = 100_000
    profile.unitsPerCase = 300
    profile.shrinkEvaluations = 2_000
    return profile
  }()

  @Test func `the fault shows in about one of ten thousand cases`() throws {
    var space = RequestSpace(RareFault().declaration, unitLimit: profile.unitsPerCase)
    space.layouts = space.layouts + [.channelsLast, .strided]
    let cases = 300_000
    var shown = 0
    for caseIndex in 1_000..<1_000 + UInt64(cases) {
      var draw = Draw(key: 1, caseIndex: caseIndex, property: "rate")
      let (request, type) = try space.drawTyped(&draw)
      guard RareFault.isConcerned(request, type) else { continue }
      if try FastEngine().stages(request).mask.last == true { shown += 1 }
    }
    let rate = Double(shown) / Double(cases)
    print("rare fault: \(shown) of \(cases) cases")
    #expect((0.5e-4...2e-4).contains(rate), "\(rate)")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `it is found and shrunk to a case that is checked by hand`(key: UInt64) throws {
    let subject = RareFault()
    var run = VerificationRun(subject, profile: profile, key: key)
    run.requirements = Requirement.all.filter { $0.id == "stages.equal" }
    let verdict = try #require(run.judged().verdicts.first)
    guard case .violated(let violation) = verdict.outcome else {
      Issue.record("key \(key): \(verdict.outcome)")
      return
    }
    // The token's case is the smallest that was found.
    _ = try run.replay(try Token(in: violation.replay))
    let smallest = try #require(subject.lastFailing?.request)
    print(
      """
      rare fault, key \(key): found in case \(verdict.cases - violation.evaluations), shrunk in \
      \(violation.evaluations) evaluations, \(verdict.seconds) s: \
      \(violation.message.prefix { $0 != "\n" })
      """)
    let shape = smallest.shape
    #expect(shape.samples == 1 && shape.channels == 1, "\(shape)")
    #expect(shape.rank <= 2 && shape.spatial.allSatisfy { $0 <= 3 }, "\(shape)")
    #expect(violation.evaluations < 1_000)
  }
}
