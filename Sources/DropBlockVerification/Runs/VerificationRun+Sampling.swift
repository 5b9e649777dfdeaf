import DropBlockGenerators

extension VerificationRun {
  /// How many cases are drawn to see where a fault shows.
  private static let sampledCases = 96

  /// After how many seconds no further case is drawn: a slow subject has been judged already.
  private static let seconds = 10.0

  private struct OutOfTime: Error {}

  /// Other cases than those of the run.
  private static let salt: UInt64 = 0x5eed_0f5a_3d1e_ca5e

  /// Draws cases of a requirement that is red, and looks which of them fail.
  ///
  /// - Parameter fault: What was found. Where that is a refusal, cases that fail otherwise are none of it.
  func sample(
    _ requirement: Requirement, _ fault: Fault?,
    _ property: (Examination, inout Draw) throws -> PropertyOutcome, _ examination: Examination
  ) -> CaseSample {
    let options = OptionCases(examination.declaration)
    let counts = (examination.undefinedCases, examination.withdrawnCases)
    let asked = examination.casesRun
    defer { examination.sampledCases = examination.casesRun - asked }
    defer { (examination.undefinedCases, examination.withdrawnCases) = counts }
    let check = PropertyCheck(
      name: requirement.id.rawValue, key: key ^ Self.salt, cases: Self.sampledCases,
      shrinkEvaluations: 0)
    examination.investigation.mixed.isSampling = true
    var sample = CaseSample()
    let start = ContinuousClock.now
    // A subject that gives up now has been judged all the same.
    _ = try? check.run { draw in
      guard examination.asksEverything || Self.seconds(since: start) < Self.seconds else {
        throw OutOfTime()
      }
      let outcome = try Self.outcome(examination) { try property(examination, &draw) }
      var asked = examination.lastExchange.last?.question
      switch outcome {
      case .fails(let failure)
      where fault?.refusal != nil && fault?.isSame(as: failure.fault) == false:
        return .discarded
      case .fails(let failure):
        asked = failure.fault.question ?? asked
        examination.investigation.mixed.name(
          Token(exact: draw.recorded, property: requirement.id.rawValue))
      case .holds: break
      default: return outcome
      }
      guard let question = asked else { return .discarded }
      let values = options.values(of: question, keys: .random).filter { $0 != .keys(.random) }
      sample.add(values, fails: outcome != .holds)
      return .holds
    }
    return sample
  }
}
