extension Violation {
  /// Whether pairs of maps have no more in common than the same maps paired otherwise.
  var isOfAnyPairs: Bool {
    guard case .frequency(let frequency) = faults[0].evidence,
      case .overlap(let overlap) = frequency.deviation, let otherwise = overlap.gotOtherwise
    else { return false }
    return abs(overlap.got - otherwise) <= Self.slack * otherwise
  }

  /// By what part of it two means of what is in common may differ and yet be called the same.
  private static let slack = 0.01

  /// Where the drop rate is wrong, and how; nil where it is not about values of options.
  var options: Evidence.Options? {
    if case .options(let options) = faults[0].evidence { options } else { nil }
  }

  /// Whether a mask was seen that no seeds give.
  var isOfImpossibleMask: Bool {
    switch (site, faults[0].evidence) {
    case (.notAUnionOfBlocks, _): true
    case (_, .frequency(let frequency)):
      if case .mask(_, let expected, let got) = frequency.deviation {
        expected == 0 && got > 0
      } else {
        false
      }
    default: false
    }
  }

  /// Whether kept units were seen that no factor explains, or no single one, and that are finite.
  var hasNoFactor: Bool {
    faults.contains { fault in
      switch fault.evidence {
      case .values(.noCommonFactor): true
      case .values(.noFactor(let kept)): kept.input.isFinite
      default: false
      }
    }
  }

  /// Whether a unit was kept where each is dropped for sure.
  var isOfCertainty: Bool {
    switch faults[0].evidence {
    case .masks(.kept), .masks(.keptAtGammaOne): true
    default: false
    }
  }

  /// Whether more is dropped than ought to be, or less; nil where it does not show.
  var dropsTooMuch: Bool? {
    switch faults[0].evidence {
    case .options(let options) where options.share != options.expectedShare:
      options.share > options.expectedShare
    case .masks(.keptAtGammaOne), .masks(.kept): false
    case .frequency(let frequency):
      switch frequency.deviation {
      case .share(let expected, let got), .position(_, let expected, let got),
        .pair(_, _, let expected, let got):
        got > expected
      default: nil
      }
    default: nil
    }
  }

  /// What is wrong where no rule explains it: zeros of the wrong sign are the least.
  package var rank: CauseRank {
    let isLast = faults.allSatisfy { fault in
      switch fault.evidence {
      case .values(.notZero(_, _, let got)): got.value == 0
      case .gradient(.notZero(_, _, let got)): got.value == 0
      case .stage(.element(_, _, _, let expected, let got)):
        expected.value == got.value || expected.value.isNaN && got.value.isNaN
      case .values(.changed(_, _, let expected, let got)):
        expected.value == got.value || expected.value.isNaN && got.value.isNaN
      default: false
      }
    }
    return isLast ? .lastBits : aspect == .droppedValues ? .values : site.rank
  }

  /// What it shows: where the stage that leaves the reference is a dropped unit, not the factor.
  var aspect: FaultAspect {
    if case .stage(.element(_, _, _, let expected, _)) = faults[0].evidence, expected.value == 0 {
      return site == .stage(.gradient) ? .droppedGradient : .droppedValues
    }
    switch faults[0].evidence {
    case .gradient(.notZero), .gradient(.stray), .gradient(.mask): return .droppedGradient
    default: return site.aspect
    }
  }
}
