/// The pairs of maps behind each relation, within one tensor and between tensors.
struct RelationPairs {
  /// Disjoint pairs of maps of one call, by relation.
  let within: [(relation: Relation, pairs: [(Int, Int)])]

  /// Disjoint pairs of a map of one call and a map of the call with the next key, by relation.
  let across: [(relation: Relation, pairs: [(Int, Int)])]

  /// The number of maps of a call.
  let maps: Int

  /// The pairs of a tensor of samples × channels maps, numbered row-major.
  ///
  /// - Parameters:
  ///   - start: Where neighbours begin to be paired: 0 or 1.
  ///   - distance: How many channels, and samples, distant ones are apart; nil for half their number.
  init(
    samples: Int, channels: Int, start: Int = 0, distance: (channels: Int, samples: Int)? = nil
  ) {
    maps = samples * channels
    var lists: [Relation: [(Int, Int)]] = [:]
    func add(_ relation: Relation, _ sample: Int, _ channel: Int, _ other: Int) {
      lists[relation, default: []].append((sample * channels + channel, other))
    }
    for sample in 0..<samples {
      for channel in 0..<channels {
        let map = sample * channels + channel
        if channel % 2 == start, channel + 1 < channels {
          add(.neighbouringChannels, sample, channel, map + 1)
        }
        if sample % 2 == start, sample + 1 < samples {
          add(.neighbouringSamples, sample, channel, map + channels)
        }
        if sample < channel, samples == channels {
          add(.diagonal, sample, channel, channel * channels + sample)
        }
        if sample > 0 { add(.nextSample, sample, channel, map - channels) }
        if channel > 0 { add(.nextChannel, sample, channel, map - 1) }
      }
    }
    let distant = [
      Self.apart(distance?.channels ?? channels / 2, of: channels),
      Self.apart(distance?.samples ?? samples / 2, of: samples),
    ]
    for sample in 0..<samples {
      for (one, other) in distant[0] {
        add(.distantChannels, sample, one, sample * channels + other)
      }
    }
    for (one, other) in distant[1] {
      for channel in 0..<channels {
        add(.distantSamples, one, channel, other * channels + channel)
      }
    }
    let listed = Relation.allCases.compactMap { relation in lists[relation].map { (relation, $0) } }
    let next: Set<Relation> = [.nextSample, .nextChannel]
    within = listed.filter { !next.contains($0.0) }
    across = listed.filter { next.contains($0.0) }
  }

  /// Disjoint pairs of numbers below a count that are so far apart, the last being followed by 0.
  ///
  /// Steps of the distance lead round in as many cycles as its greatest common divisor with the count;
  /// every second step of a cycle is a pair.
  static func apart(_ distance: Int, of count: Int) -> [(Int, Int)] {
    guard count > 2, distance % count != 0 else { return [] }
    var pairs: [(Int, Int)] = []
    var isPaired = Array(repeating: false, count: count)
    for first in 0..<count {
      var number = first
      while !isPaired[number], !isPaired[(number + distance) % count] {
        let other = (number + distance) % count
        (isPaired[number], isPaired[other]) = (true, true)
        pairs.append((number, other))
        number = (other + distance) % count
      }
    }
    return pairs
  }
}

extension Observations {
  /// Compares the maps within four calls, and between them.
  ///
  /// - Parameters:
  ///   - calls: The maps of four calls.
  ///   - pairs: The pairs within the first call, and within the third.
  ///   - between: The relations of the first call to the others, or, for successive calls, of each
  ///     call to the next.
  mutating func relate(
    _ calls: [MaskWords], _ pairs: (RelationPairs, RelationPairs), between: [(Relation, call: Int)]
  ) {
    for (call, pairs) in [(0, pairs.0), (2, pairs.1)] {
      for (relation, list) in pairs.within {
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
      for (relation, list) in pairs.0.across {
        let half = list.count / 2
        for index in 0..<half {
          let (pair, partner) = (list[index], list[half + (index + 1) % half])
          compare(
            relation, (calls[0], pair.0), (calls[1], pair.1), (calls[0], partner.0),
            (calls[1], partner.1))
        }
      }
    }
    let half = pairs.0.maps / 2
    for (relation, other) in between {
      if relation == .successiveCalls {
        for map in 0..<pairs.0.maps {
          let partner = (map + half + 1) % pairs.0.maps
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
      } else if pairs.0.maps == 1 {
        overlaps[relation, default: Overlap(units: calls[0].units)].add(
          common: calls[0].common(0, with: calls[other], 0),
          isSame: calls[0].isEqual(0, to: calls[other], 0))
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
    let isSame = [
      first.0.isEqual(first.1, to: second.0, second.1),
      third.0.isEqual(third.1, to: fourth.0, fourth.1),
    ]
    overlaps[relation, default: Overlap(units: units)].add(
      common: (one, two), exchanged: one + two - crossed, different: isSame.count { !$0 })
  }
}

extension Relation {
  /// How many exchanges of partners a map of a survey takes part in, in the mean over four calls.
  ///
  /// - Parameter maps: The number of maps of a call: a square of samples and channels.
  func exchangesPerMap(maps: Int) -> Double {
    switch self {
    case .distantChannels, .distantSamples: 1.0 / 4
    case .neighbouringChannels, .neighbouringSamples:
      // In every second call the first and the last of s have no partner.
      maps < 4 ? 0 : (1 - 1 / Double(maps).squareRoot()) / 4
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
