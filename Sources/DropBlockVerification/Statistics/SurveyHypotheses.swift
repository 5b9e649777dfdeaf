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
      site: "dropped share", survey: survey, quantities: [quantity],
      unit: "relative error of the dropped share"
    ) { seen, _ in
      """
      \(survey.plan.description)
      \(seen.maps) independent maps
        expected share \(mean)
        got            \(seen.share)
      """
    }
  }

  /// The probability of every unit.
  ///
  /// A fault's size is what is added to the probability of one unit.
  static func positions(_ survey: Survey) -> Hypothesis {
    let map = survey.plan.map
    return Hypothesis(
      site: "position", survey: survey,
      quantities: survey.probabilities.indices.map { unit in
        .coin(survey.probabilities[unit]) {
          [$0.maps - $0.positionCounts[unit], $0.positionCounts[unit]]
        }
      }, unit: "error of one unit's drop probability"
    ) { seen, unit in
      """
      \(survey.plan.description)
      \(seen.maps) independent maps, of \(survey.probabilities.count) units the one furthest off the law
      unit \(unit), position \(MaskPicture.position(unit, in: map)):
        expected probability \(survey.probabilities[unit])
        got                  \(Double(seen.positionCounts[unit]) / Double(seen.maps))
      """
    }
  }

  /// The probability that both units of a pair are dropped.
  ///
  /// A fault's size is what is added to it.
  static func pairs(_ survey: Survey) -> Hypothesis {
    let map = survey.plan.map
    let probabilities = survey.pairs.map { pair in
      survey.law.probability(
        at: MaskPicture.indices(of: pair.0, in: map), and: MaskPicture.indices(of: pair.1, in: map))
    }
    return Hypothesis(
      site: "pair", survey: survey,
      quantities: probabilities.indices.map { pair in
        .coin(probabilities[pair]) { [$0.maps - $0.pairCounts[pair], $0.pairCounts[pair]] }
      }, unit: "error of one pair's probability of being dropped together"
    ) { seen, index in
      let pair = survey.pairs[index]
      return """
        \(survey.plan.description)
        \(seen.maps) independent maps, positions \(MaskPicture.position(pair.0, in: map)) and \
        \(MaskPicture.position(pair.1, in: map)) dropped together:
          expected probability \(probabilities[index])
          got                  \(Double(seen.pairCounts[index]) / Double(seen.maps))
        """
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
      site: "mask", survey: survey, quantities: quantities,
      unit: "error of the probability of one whole mask"
    ) { seen, index in
      let illegal = seen.maskCounts.keys.filter { !legal.contains($0) }.sorted().first
      let mask = index < law.masks.count ? law.masks[index] : illegal ?? 0
      let expected = index < law.masks.count ? law.probabilities[index] : 0
      let picture = survey.probabilities.indices.map { mask >> UInt64($0) & 1 == 1 }
      return """
        \(survey.plan.description)
        \(seen.maps) independent maps, of \(law.masks.count) possible masks the one furthest off the law:
        \(MaskPicture.draw(picture[...], map: map, mark: nil))
          expected probability \(expected)
          got                  \(Double(seen.maskCounts[mask] ?? 0) / Double(seen.maps))
        """
    }
  }

  /// Whether a map is dropped in part: never, where the block is as large as the map.
  static func wholeOrNothing(_ survey: Survey) -> Hypothesis {
    Hypothesis(
      site: "part of a map", survey: survey,
      quantities: [
        .coin(0) { seen in
          let part = seen.droppedCounts.dropFirst().dropLast().reduce(0, +)
          return [seen.maps - part, part]
        }
      ], unit: "probability of a map dropped in part"
    ) { seen, _ in
      """
      \(survey.plan.description), \(seen.maps) maps
      the block is as large as the map, but \(seen.droppedCounts.dropFirst().dropLast().reduce(0, +)) \
      maps were dropped in part
      """
    }
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
    let range = Double(4 * units)
    // D has the mean 2ρ(E|A| − Σ P²), and the partners' variances add up; that both crossed pairs
    // are alike too has the probability ρ².
    let quantity = Quantity(
      mean: 0.5, range: 4 * units,
      counts: { $0.overlaps[relation]?.exchanged ?? [] },
      sightingsPerMap: relation.exchangesPerMap(maps: survey.mapsPerCall), limits: (0, 1)
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
        counts: { $0.overlaps[relation]?.common ?? [] }, sightingsPerMap: 0.25, limits: (0, 1)
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
      site: relation.rawValue, survey: survey, quantities: quantities,
      unit: "share of pairs of maps with the same mask twice"
    ) { seen, _ in
      let overlap = seen.overlaps[relation] ?? Overlap(units: survey.probabilities.count)
      let otherwise = overlap.unitsWithPartnersExchanged.map {
        "\n  the same maps paired otherwise have       \($0)"
      }
      return """
        \(survey.plan.description)
        \(overlap.pairs) pairs of maps: \(relation.rawValue)
          expected units dropped in both, per pair \(apart)
          got                                      \
        \(Double(overlap.units) / Double(max(overlap.pairs, 1)))\(otherwise ?? "")
        """
    }
  }
}
