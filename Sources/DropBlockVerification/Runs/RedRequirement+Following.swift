extension RedRequirement {
  /// Whether it may follow from a cause: one that can bring about what it shows, and that nothing bars.
  func follows(_ cause: Cause) -> Bool {
    guard cause.reach.contains(aspect) || cause.faults.contains(where: dependence.contains) else {
      return false
    }
    return !Bar.allCases.contains { bars($0, cause) }
  }

  /// Why something that is red does not follow from a cause of its kind.
  enum Bar: CaseIterable {
    /// Where the input is given back, nothing has been changed.
    case isChanged

    /// However few masks there are, those of two maps do not agree by how these lie to each other.
    case isRegular

    /// A map by itself shares its mask with none.
    case isOneMap

    /// Cases that do not have what those of the cause have in common show it too.
    case isElsewhere

    /// It shows on a tensor whose units are counted well in a format that ends at a larger number.
    case isWithinCount

    /// No copies, and no empty maps, make masks that none can be, and no factor a law that fits somewhere.
    case isImpossibleMask, isOfAnotherLaw

    /// More is dropped than ought to be, and the cause can make it only less; or the other way round.
    case isTheOtherWay

    /// A guess at the factor is not made to answer for masks.
    case isMoreThanAGuess

    /// However many seeds there are, and wherever: each drops a whole block.
    case isNoWholeBlock

    /// What a rule leaves unexplained of what it is about is not explained by it.
    case isLeftUnexplained
  }

  private func bars(_ bar: Bar, _ cause: Cause) -> Bool {
    let isOfFactor = [.factor, .rounding].contains(cause.rank)
    switch bar {
    case .isChanged: return violation.showsChange && cause.faults == [.outputIsInput]
    case .isRegular: return isOfRegularTwins && [.extreme, .seeds, .blocks].contains(cause.rank)
    case .isOneMap: return cause.rank == .sharing && violation.shown?.maps == 1
    case .isElsewhere: return isElsewhere(cause)
    case .isWithinCount: return isWithinCount(of: cause)
    case .isImpossibleMask:
      return violation.isOfImpossibleMask
        && (cause.rank == .sharing || cause.faults.contains(where: \.isOfEmptyMaps))
    case .isOfAnotherLaw: return isOfFactor && isOfFrequencies && !refuted.isEmpty
    case .isTheOtherWay: return violation.dropsTooMuch.map { cause.drops == !$0 } ?? false
    case .isMoreThanAGuess:
      return isOfFactor && cause.confidence == .possible && ![.factor, .gradient].contains(aspect)
    case .isNoWholeBlock:
      return violation.site == .notAUnionOfBlocks && !cause.faults.isEmpty
        && cause.faults.allSatisfy { $0.rank == .seeds }
    case .isLeftUnexplained: return isLeftUnexplained(by: cause)
    }
  }

  private func isLeftUnexplained(by cause: Cause) -> Bool {
    (violation.parts + others).contains { part in
      guard case .cases(let evidence)? = part.diagnosis?.evidence,
        evidence.topic == CaseDiagnosis.topic(of: violation.site)
      else { return false }
      return part.diagnosis?.explanation?.faults == cause.faults
    }
  }

  /// Whether all maps that have the mask of an earlier one lie to it in one way.
  private var isOfRegularTwins: Bool {
    violation.faults.contains { fault in
      if case .twins(let twins) = fault.evidence { twins.isRegular } else { false }
    }
  }

  /// The same of maps of different calls.
  var isOfRegularCalls: Bool {
    violation.faults.contains { fault in
      if case .twins(let twins) = fault.evidence {
        twins.isRegular && twins.kind.calls != .same
      } else {
        false
      }
    }
  }

  /// Whether it shows where a cause does not.
  ///
  /// Others than those with the cause's values were looked at, and none of them shows it. What values become
  /// may show elsewhere in another way: an identity that is none has drawn random numbers everywhere.
  private func isElsewhere(_ cause: Cause) -> Bool {
    guard cause.rank < .values, let place = cause.whereabouts,
      place.others ?? 0 > 0
    else {
      return false
    }
    if let shown = violation.shown, !place.holds(of: shown.values) { return true }
    let failing = violation.sample.rows.filter(\.fails)
    return 2 * failing.count { !place.holds(of: $0.values) } > failing.count
  }

  /// Whether it shows on a tensor whose units are counted well in a format that ends at a larger number.
  private func isWithinCount(of cause: Cause) -> Bool {
    guard let shown = violation.shown else { return false }
    return cause.faults.contains { fault in
      if case .factor(let formula) = fault, let last = formula.count.last {
        aspect != .factor && aspect != .gradient && shown.units <= last
      } else {
        false
      }
    }
  }
}
