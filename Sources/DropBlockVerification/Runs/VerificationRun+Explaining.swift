import DropBlockContract

extension VerificationRun {
  /// What is wrong, once everything has been judged.
  static func explanation(
    _ verdicts: [Verdict], _ requirements: [Requirement], _ examination: Examination
  ) -> RunExplanation {
    guard verdicts.contains(where: \.outcome.isViolation) else { return RunExplanation() }
    examination.section = .explanation
    return RunExplanation(
      verdicts,
      demands: { id in requirements.first { $0.id == id }?.demands ?? "" },
      state: StateProbe.fault(examination),
      frequencies: examination.investigation.pooled(examination),
      passes: examination.investigation.earlierPasses, isRefuted: examination.refutes)
  }
}

extension Examination {
  /// Whether the maps of some survey can't follow a way to lay blocks, whatever gamma is.
  ///
  /// What single masks could be is held against all maps that were looked at.
  func refutes(_ fault: KnownFault) -> Bool {
    switch fault {
    case .nothingIsDropped, .noOutputIsZero, .outputIsInput: return !firstDrops.isEmpty
    case .everythingIsDropped:
      return knownSurveys.contains { $0.observations.last.map { $0.share < 1 } ?? false }
    case .gamma(let rule):
      guard let rate = RateRule.all.first(where: { $0.rule == rule }) else { return false }
      return refutes([Candidate(block: .asked, rate: .known(rate))])
    case .gammaMultiple(let ratio): return refutes(multiple: ratio.value)
    default: break
    }
    guard case .blocks(let rule) = fault,
      let block = BlockRule.all.first(where: { $0.rule == rule })
    else { return false }
    let candidates = [Candidate.Rate.known(.asked), .free, .multiple].map {
      Candidate(block: block, rate: $0)
    }
    return refutes(candidates)
  }

  /// Whether the maps of some survey can follow none of some laws.
  private func refutes(_ candidates: [Candidate]) -> Bool {
    knownSurveys.contains { survey in
      guard let seen = survey.observations.last, seen.maps >= Self.leastMaps else { return false }
      var comparison = RuleComparison([(survey, seen)], only: candidates)
      let entries = comparison.entries
      return !entries.isEmpty && entries.allSatisfy { comparison.misfit($0) != nil }
    }
  }

  /// Whether the maps of some survey follow the law asked for, and can't follow one with so many times the gamma.
  private func refutes(multiple ratio: Double) -> Bool {
    let asked = Candidate(block: .asked, rate: .known(.asked))
    let multiple = Candidate(block: .asked, rate: .known(.scaled(by: ratio)))
    return knownSurveys.contains { survey in
      guard let seen = survey.observations.last, seen.maps >= Self.leastMaps else { return false }
      var comparison = RuleComparison([(survey, seen)], only: [asked, multiple])
      let entries = comparison.entries
      return entries.count == 2
        && entries.allSatisfy { entry in
          guard case .known(let rate) = entry.candidate.rate else { return false }
          return (comparison.misfit(entry) == nil) == rate.isAsked
        }
    }
  }

  /// From how many maps on a survey speaks against a rule.
  private static let leastMaps = 512
}
