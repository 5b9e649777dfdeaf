import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct ExpectedTimeTests {
  private static let few: [RequirementID] = [
    .identityZero, .maskBlocks, .rateShare, .ratePosition, .rateOptions, .independenceMaps,
    .randomLarge,
  ]

  private static func run(_ subject: any Subject) throws -> VerificationRun {
    VerificationRun(
      subject, by: try few.map { try #require(Requirement.named($0)) }, profile: .brief, key: 1)
  }

  @Test func `a run asks about as many calls and units as are expected`() throws {
    let subject = CountingSubject(EngineSubject.reference(version: "0"))
    let run = try Self.run(subject)
    let expected = try #require(run.expectedTime())
    (subject.calls, subject.units) = (0, 0)
    _ = try run.run()
    let calls = expected.calls / Double(subject.calls)
    let units = expected.units / Double(subject.units)
    #expect((0.5...2).contains(calls), "expected \(expected.calls), asked \(subject.calls)")
    #expect((0.5...2).contains(units), "expected \(expected.units), asked \(subject.units)")
  }

  @Test func `the time is that of the calls and the units`() {
    let time = ExpectedTime(perCall: 0.5, perUnit: 0.001, calls: 10, units: 2_000)
    #expect(time.seconds == 7)
  }

  @Test func `few calls are asked to tell it`() throws {
    let subject = CountingSubject(EngineSubject.reference(version: "0"))
    let time = try #require(try Self.run(subject).expectedTime())
    #expect(subject.calls <= 24)
    #expect(time.perCall > 0 && time.perUnit >= 0)
  }

  @Test func `what answers nothing has none`() throws {
    let refusing = AnswerSubject { $0.map { _ in .refused("everything") } }
    #expect(try Self.run(refusing).expectedTime() == nil)
  }

  @Test func `more work takes more time`() throws {
    let subject = EngineSubject.reference(version: "0")
    var run = VerificationRun(subject, profile: .quick, key: 1)
    let quick = try #require(run.expectedTime())
    run.profile = .ci
    let ci = try #require(run.expectedTime())
    #expect(ci.calls > 5 * quick.calls && ci.units > 5 * quick.units)
  }
}

/// A subject that counts what it is asked.
private final class CountingSubject: Subject {
  let original: any Subject
  var calls = 0
  var units = 0
  var declaration: SubjectDeclaration { original.declaration }

  init(_ original: any Subject) { self.original = original }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    calls += cases.count
    units += cases.reduce(0) { $0 + $1.input.count }
    return try original.run(cases)
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try original.values(schedule)
  }
}
