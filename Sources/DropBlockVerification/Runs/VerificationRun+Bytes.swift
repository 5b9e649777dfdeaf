import DropBlockContract
import DropBlockGenerators

extension VerificationRun {
  /// The requirement that a fuzzer's bytes are judged by: everything at once, against the reference.
  public static let bytesRequirement = RequirementID.stagesEqual

  /// Judges the one case that a fuzzer's bytes stand for.
  ///
  /// - Returns: The verdict; a violation's replay line names the case by a token.
  public func judge(bytes: [UInt8]) -> Verdict {
    let examination = examination()
    let start = ContinuousClock.now
    var outcome = Verdict.Outcome.inconclusive(.noRequirementForBytes)
    if let requirement = Requirement.named(Self.bytesRequirement),
      case .property(_, let property) = requirement.judgement
    {
      var draw = Draw(bytes: bytes)
      do {
        switch try Self.outcome({ try property(examination, &draw) }) {
        case .holds: outcome = .holds(.thisCase)
        case .discarded: outcome = .inconclusive(.caseNotOffered)
        case .fails(let failure):
          let token = Token(exact: draw.recorded, property: requirement.id.rawValue)
          outcome = .violated(
            Violation(
              failure.fault,
              replay: again(token)))
        }
      } catch let failure as SubjectFailure {
        let token = Token(exact: draw.recorded, property: requirement.id.rawValue)
        outcome = .failed(
          failure, replay: again(token))
      } catch {
        outcome = .inconclusive(.noCase(error))
      }
    }
    return Self.verdict(Self.bytesRequirement, outcome, cases: 1, since: start, examination)
  }
}
