/// One thing that is wrong with a subject: where it shows, on what, and what was seen.
///
/// Faults hold values only. The sentences that reports print are made from them by ``message``.
public struct Fault: Sendable, Hashable {
  /// Where the fault shows.
  public var site: FaultSite

  /// What the subject was asked.
  package var circumstance: Circumstance

  /// What was seen, and what was expected in its place.
  package var evidence: Evidence

  /// How far off it is: error divided by tolerance, from 1 on; 1 where there is no measure.
  public var magnitude: Double

  /// Whether the subject has a random stream of its own, so that a sampler says nothing to it.
  package var hasOwnStream = false

  /// Whether the same case has the same fault in single precision, channels first.
  ///
  /// Such a fault is not one of the number format or the layout in which it was found. nil where
  /// nobody has asked: only requirements on formats and layouts do, of a subject that offers both.
  public var isAlsoPlain: Bool?

  /// The case that shows it; nil where it shows in a schedule, or in many maps.
  public var question: SubjectCase? {
    if case .request(let question) = circumstance { question } else { nil }
  }

  /// What a subject was asked when a fault showed.
  package enum Circumstance: Sendable, Hashable {
    /// A request on a tensor.
    case request(SubjectCase)

    /// The values of a schedule.
    case schedule(ScheduleCase)

    /// Many maps of one configuration.
    case survey(SurveyPlan)

    /// Whatever the evidence says, such as the cases of a whole run.
    case unnamed
  }

  /// A fault.
  ///
  /// - Parameters:
  ///   - site: Where it shows.
  ///   - circumstance: What the subject was asked.
  ///   - evidence: What was seen.
  ///   - magnitude: Error divided by tolerance; 1 where there is no measure.
  package init(
    _ site: FaultSite, on circumstance: Circumstance = .unnamed, _ evidence: Evidence,
    magnitude: Double = 1
  ) {
    self.site = site
    self.circumstance = circumstance
    self.evidence = evidence
    self.magnitude = magnitude
  }

  /// A fault that shows on one case.
  init(_ site: FaultSite, on question: SubjectCase, _ evidence: Evidence, magnitude: Double = 1) {
    self.init(site, on: .request(question), evidence, magnitude: magnitude)
  }

  /// A fault that shows in the values of a schedule.
  init(_ site: FaultSite, on question: ScheduleCase, _ evidence: Evidence) {
    self.init(site, on: .schedule(question), evidence)
  }

  /// Whether means over many maps show it, not a case by itself.
  var isOfMeans: Bool {
    if case .survey = circumstance { return true }
    if case .options = evidence { return true }
    return false
  }
}

extension Fault {
  /// The message with which an admissible request was refused; nil of anything else.
  package var refusal: String? {
    if case .answer(.refused(let message)) = evidence { message } else { nil }
  }

  /// Whether two faults are one: at one site, and refused with one message.
  package func isSame(as other: Fault) -> Bool {
    if let refusal, let message = other.refusal { return refusal == message }
    return site == other.site
  }
}
