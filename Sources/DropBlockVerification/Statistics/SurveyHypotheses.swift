import DropBlockContract
import DropBlockReference

/// What the exact law says of the maps of a survey, one hypothesis for each kind of statement.
extension Hypothesis {
  /// The mean dropped share of a map.
  ///
  /// A fault's size is the relative error of the share.
  static func share(_ survey: Survey) -> Hypothesis {
    let law = survey.law
    let units = survey.probabilities.count
    let mean = law.expectedShare
    let square = Double(units * units)
    let variance = law.droppedCountVariance / square
    let quantity = Quantity(
      mean: mean, range: units, counts: \.droppedCounts,
      limits: (mean > 0 ? 0.99 : 0, mean > 0 ? min(0.99 * (1 / mean - 1), 10) : 0)
    ) { size in
      // Another gamma with the same blocks: where blocks hardly overlap the variance goes with the
      // share; where they do, it may be the greater for a smaller gamma, and all that is said is that
      // it is at most that of a map dropped whole or not at all.
      let share = mean * (1 + size)
      let whole = share * max(1 - share, 0)
      let isSparse = max(share, mean) < 0.4
      return .bounded(
        mean: share,
        variance: isSparse ? min(variance * (1 + max(size, 0)), whole) : whole)
    }
    return Hypothesis(
      site: .droppedShare, survey: survey, quantities: [quantity], measure: .relativeErrorOfShare
    ) { seen, _ in .share(expected: mean, got: seen.share) }
  }

  /// The probability of every unit.
  ///
  /// A fault's size is what is added to the probability of one unit.
  static func positions(_ survey: Survey) -> Hypothesis {
    let map = survey.plan.map
    return Hypothesis(
      site: .position, survey: survey,
      quantities: survey.probabilities.indices.map { unit in
        .coin(survey.probabilities[unit]) {
          [$0.maps - $0.positionCounts[unit], $0.positionCounts[unit]]
        }
      }, measure: .errorOfPosition
    ) { seen, unit in
      .position(
        .init(
          index: unit, position: Coordinates.of(unit, in: map), units: survey.probabilities.count),
        expected: survey.probabilities[unit],
        got: Double(seen.positionCounts[unit]) / Double(seen.maps))
    }
  }

  /// The probability that both units of a pair are dropped.
  ///
  /// A fault's size is what is added to it.
  static func pairs(_ survey: Survey) -> Hypothesis {
    let map = survey.plan.map
    let probabilities = survey.pairs.map { pair in
      survey.law.probability(
        at: Coordinates.of(pair.0, in: map), and: Coordinates.of(pair.1, in: map))
    }
    return Hypothesis(
      site: .pair, survey: survey,
      quantities: probabilities.indices.map { pair in
        .coin(probabilities[pair]) { [$0.maps - $0.pairCounts[pair], $0.pairCounts[pair]] }
      }, measure: .errorOfPair
    ) { seen, index in
      let pair = survey.pairs[index]
      return .pair(
        Coordinates.of(pair.0, in: map), Coordinates.of(pair.1, in: map),
        expected: probabilities[index], got: Double(seen.pairCounts[index]) / Double(seen.maps))
    }
  }

  /// The probability of every mask that a small map can have, and 0 for any other.
  static func masks(_ survey: Survey) -> Hypothesis {
    let law = MaskLaw(survey)
    let legal = Set(law.masks)
    var quantities: [Quantity] = law.masks.indices.map { index in
      let mask = law.masks[index]
      return .coin(law.probabilities[index]) { seen in
        let count = seen.maskCounts[mask] ?? 0
        return [seen.maps - count, count]
      }
    }
    quantities.append(
      .coin(0) { seen in
        let count = seen.maskCounts.reduce(0) { $0 + (legal.contains($1.key) ? 0 : $1.value) }
        return [seen.maps - count, count]
      })
    let map = survey.plan.map
    return Hypothesis(
      site: .mask, survey: survey, quantities: quantities, measure: .errorOfMask
    ) { seen, index in
      let illegal = seen.maskCounts.keys.filter { !legal.contains($0) }.sorted().first
      let mask = index < law.masks.count ? law.masks[index] : illegal ?? 0
      let expected = index < law.masks.count ? law.probabilities[index] : 0
      let units = survey.probabilities.indices.map { mask >> UInt64($0) & 1 == 1 }
      return .mask(
        .init(map: map, mask: units, possible: law.masks.count), expected: expected,
        got: Double(seen.maskCounts[mask] ?? 0) / Double(seen.maps))
    }
  }

  /// Whether a map is dropped in part: never, where the block is as large as the map.
  static func wholeOrNothing(_ survey: Survey) -> Hypothesis {
    Hypothesis(
      site: .partOfAMap, survey: survey,
      quantities: [.coin(0) { [$0.maps - $0.mapsDroppedInPart, $0.mapsDroppedInPart] }],
      measure: .probabilityOfPart
    ) { seen, _ in .partOfMap(seen.mapsDroppedInPart) }
  }

  /// What related maps have in common.
  ///
  /// A fault's size is the share of pairs that are one mask twice.
  static func overlap(_ survey: Survey, _ relation: Relation) -> Hypothesis {
    let law = survey.law
    let units = survey.probabilities.count
    let apart = survey.probabilities.reduce(0) { $0 + $1 * $1 }
    let together = law.expectedShare * Double(units)
    let squareTogether = law.droppedCountVariance + together * together
    let squareApart = survey.meanSquareOverlap
    let range = Double(2 * units)
    // D is a sum of (A − A′)(B − B′) over the units, each −1, 0 or 1. Its mean is 2ρ(E|A| − Σ P²), and
    // the partners' variances add up; that both crossed pairs are alike too has the probability ρ².
    let quantity = Quantity(
      mean: 0.5, range: 2 * units,
      counts: { $0.overlaps[relation]?.exchanged ?? [] },
      observationsPerMap: relation.exchangesPerMap(maps: survey.mapsPerCall), limits: (0, 1)
    ) { share in
      let shift = 2 * share * (together - apart)
      let mean = (1 - share) * apart + share * together
      let alike = max((1 - share) * squareApart + share * squareTogether - mean * mean, 0)
      let different = max(squareApart - apart * apart, 0)
      let variance = 2 * alike + 2 * different + 2 * share * share * different
      return .bounded(mean: 0.5 + shift / range, variance: variance / range / range)
    }
    if survey.mapsPerCall == 1 {
      // There is nothing to exchange within a call: what both have in common is held to the law.
      let scale = Double(units)
      let common = Quantity(
        mean: units == 0 ? 0 : apart / scale, range: units,
        counts: { $0.overlaps[relation]?.common ?? [] }, observationsPerMap: 0.25, limits: (0, 1)
      ) { share in
        let mean = (1 - share) * apart + share * together
        let square = (1 - share) * squareApart + share * squareTogether
        return .bounded(
          mean: mean / scale, variance: max(square - mean * mean, 0) / scale / scale)
      }
      return overlap(survey, relation, [common], expected: apart)
    }
    // Only where the exchange can't tell, because every map is the same, is the law consulted.
    let fallback = Quantity(
      mean: units == 0 ? 0 : apart / Double(units), range: units,
      counts: { seen in
        guard let overlap = seen.overlaps[relation], overlap.isIndifferent else { return [] }
        return overlap.common
      }, limits: (0, 0)
    ) { _ in .coin(0) }
    return overlap(survey, relation, [quantity, fallback], expected: apart)
  }

  private static func overlap(
    _ survey: Survey, _ relation: Relation, _ quantities: [Quantity], expected apart: Double
  ) -> Hypothesis {
    Hypothesis(
      site: .relation(relation), survey: survey, quantities: quantities,
      measure: .shareOfRepeatedPairs
    ) { seen, _ in
      let overlap = seen.overlaps[relation] ?? Overlap(units: survey.probabilities.count)
      return .overlap(
        .init(
          relation: relation, pairs: overlap.pairs, expected: apart,
          got: Double(overlap.units) / Double(max(overlap.pairs, 1)),
          gotOtherwise: overlap.unitsWithPartnersExchanged))
    }
  }
}
