/// The pairs of maps behind each relation, within one tensor and between tensors.
struct RelationPairs {
  /// Disjoint pairs of maps of one call, by relation.
  let within: [(relation: Relation, pairs: [(Int, Int)])]

  /// Disjoint pairs of a map of one call and a map of the call with the next key, by relation.
  let across: [(relation: Relation, pairs: [(Int, Int)])]

  /// The number of maps of a call.
  let maps: Int

  /// The pairs of a tensor of samples × channels maps, numbered row-major.
  init(samples: Int, channels: Int) {
    maps = samples * channels
    var lists: [Relation: [(Int, Int)]] = [:]
    for sample in 0..<samples {
      for channel in 0..<channels {
        let map = sample * channels + channel
        func add(_ relation: Relation, _ other: Int) {
          lists[relation, default: []].append((map, other))
        }
        if channel % 2 == 0, channel + 1 < channels { add(.neighbouringChannels, map + 1) }
        if channels > 2, channel < channels / 2 { add(.distantChannels, map + channels / 2) }
        if sample % 2 == 0, sample + 1 < samples { add(.neighbouringSamples, map + channels) }
        if samples > 2, sample < samples / 2 {
          add(.distantSamples, map + samples / 2 * channels)
        }
        if sample < channel, samples == channels { add(.diagonal, channel * channels + sample) }
        if sample > 0 { add(.nextSample, map - channels) }
        if channel > 0 { add(.nextChannel, map - 1) }
      }
    }
    let listed = Relation.allCases.compactMap { relation in lists[relation].map { (relation, $0) } }
    let next: Set<Relation> = [.nextSample, .nextChannel]
    within = listed.filter { !next.contains($0.0) }
    across = listed.filter { next.contains($0.0) }
  }
}

extension Observations {
  /// Compares the maps within four calls, and between them.
  ///
  /// - Parameters:
  ///   - calls: The maps of four calls.
  ///   - between: The relations of the first call to the others, or, for successive calls, of each
  ///     call to the next.
  mutating func relate(
    _ calls: [MaskWords], _ pairs: RelationPairs, between: [(Relation, call: Int)]
  ) {
    for (relation, list) in pairs.within {
      for call in stride(from: 0, to: calls.count - 1, by: 2) {
        for index in list.indices {
          // The partner comes from another call, another sample and another channel.
          let partner = list[(index + list.count / 2 + 1) % list.count]
          compare(
            relation, (calls[call], list[index].0), (calls[call], list[index].1),
            (calls[call + 1], partner.0), (calls[call + 1], partner.1))
        }
      }
    }
    if between.contains(where: { $0.0 == .lowKeyBit }) {
      for (relation, list) in pairs.across {
        let half = list.count / 2
        for index in 0..<half {
          let (pair, partner) = (list[index], list[half + (index + 1) % half])
          compare(
            relation, (calls[0], pair.0), (calls[1], pair.1), (calls[0], partner.0),
            (calls[1], partner.1))
        }
      }
    }
    let half = pairs.maps / 2
    for (relation, other) in between {
      if relation == .successiveCalls {
        for map in 0..<pairs.maps {
          let partner = (map + half + 1) % pairs.maps
          compare(
            relation, (calls[0], map), (calls[1], map), (calls[2], partner), (calls[3], partner))
        }
      } else if half > 0 {
        for map in 0..<half {
          let partner = half + (map + 1) % half
          compare(
            relation, (calls[0], map), (calls[other], map), (calls[0], partner),
            (calls[other], partner))
        }
      } else if pairs.maps == 1 {
        let common = calls[0].common(0, with: calls[other], 0)
        overlaps[relation, default: Overlap(units: calls[0].units)].common[common] += 1
      }
    }
  }

  /// Counts what two pairs have in common, and what they would have with partners exchanged.
  private mutating func compare(
    _ relation: Relation, _ first: (MaskWords, Int), _ second: (MaskWords, Int),
    _ third: (MaskWords, Int), _ fourth: (MaskWords, Int)
  ) {
    let units = first.0.units
    let one = first.0.common(first.1, with: second.0, second.1)
    let two = third.0.common(third.1, with: fourth.0, fourth.1)
    let crossed =
      first.0.common(first.1, with: fourth.0, fourth.1)
      + third.0.common(third.1, with: second.0, second.1)
    overlaps[relation, default: Overlap(units: units)].common[one] += 1
    overlaps[relation, default: Overlap(units: units)].common[two] += 1
    overlaps[relation, default: Overlap(units: units)].exchanged[one + two - crossed + 2 * units] +=
      1
  }
}

extension Relation {
  /// How many exchanges of partners a map of a survey takes part in, in the mean over four calls.
  ///
  /// - Parameter maps: The number of maps of a call: a square of samples and channels.
  func exchangesPerMap(maps: Int) -> Double {
    switch self {
    case .neighbouringChannels, .distantChannels, .neighbouringSamples, .distantSamples: 1.0 / 4
    case .diagonal:
      // Of s × s maps (s² − s)/2 pairs are not on the diagonal, and two calls make an exchange.
      maps < 2 ? 0 : (1 - 1 / Double(maps).squareRoot()) / 4
    case .successiveCalls: 1.0 / 4
    case .nextSample, .nextChannel:
      // Of s × s maps s² − s have a map before them along an axis; one sample or channel more has
      // fewer that have not.
      maps < 4 ? 0 : (1 - 1 / Double(maps).squareRoot()) / 8
    case .lowKeyBit, .sixteenthKeyBit, .thirtiethKeyBit, .middleKeyBit, .highKeyBit:
      maps < 2 ? 0 : 1.0 / 8
    }
  }
}
