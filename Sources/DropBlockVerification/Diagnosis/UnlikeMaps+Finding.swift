import DropBlockPlatform

extension UnlikeMaps {
  /// Samples or channels that are dropped otherwise than the rest; nil where what was seen does not show any.
  ///
  /// The maps are divided in two by how many of each sample had a dropped unit. With counts of one law the
  /// likelihood ratio of the two groups, G, has P(G ≥ t) ≤ 2·e^(−t) for one division. There are fewer than 2^n, and
  /// n − 1 that cut the row once: each kind has half of the chance. Maps of one sample may have one mask, so that
  /// they count as one.
  init?(_ seen: Observations) {
    let (samples, channels) = (seen.sampleCounts, seen.channelCounts)
    let bySamples = Self.division(samples, maps: seen.maps, alike: channels.count)
    let byChannels = Self.division(channels, maps: seen.maps, alike: samples.count)
    guard let found = [bySamples, byChannels].compactMap({ $0 }).max(by: { $0.gain < $1.gain })
    else { return nil }
    let isOfSamples = bySamples?.gain == found.gain
    axis = isOfSamples ? .samples : .channels
    place = Place(found.indices, of: isOfSamples ? samples.count : channels.count)
    isMore = found.isMore
  }

  /// How the counts of one axis fall into two groups.
  private struct Division {
    /// The smaller group.
    var indices: [Int]

    /// Whether its counts are the larger ones.
    var isMore: Bool

    /// G less what it has to exceed.
    var gain: Double
  }

  /// The division that the counts speak most for; nil where they do not speak for any.
  ///
  /// - Parameter alike: How many maps of each call are counted together, and may have one mask.
  private static func division(_ counts: [Int], maps: Int, alike: Int) -> Division? {
    guard counts.count > 1, maps > 0, alike > 0 else { return nil }
    let perCount = Double(maps) / Double(counts.count) / Double(alike)
    let sorted = counts.indices.sorted { counts[$0] < counts[$1] }
    let all = counts.reduce(0, +)
    func part(_ hits: Int, _ size: Int) -> Double {
      likelihood(Double(hits) / Double(alike), of: Double(size) * perCount)
    }
    var best: Division?
    let rows = [
      (Array(counts.indices), Double.log(Double(counts.count))),
      (sorted, Double(counts.count) * Double.log(2)),
    ]
    for (order, logDivisions) in rows {
      var below = 0
      for split in 1..<counts.count {
        below += counts[order[split - 1]]
        let (low, high) = (part(below, split), part(all - below, counts.count - split))
        let ratio = low + high - part(all, counts.count)
        let gain = ratio - Double.log(4e12) - logDivisions
        guard gain > best?.gain ?? 0 else { continue }
        // The smaller group is told.
        let isUpper = 2 * split >= counts.count
        let isMore = (below * (counts.count - split) < (all - below) * split) == isUpper
        best = Division(
          indices: (isUpper ? order[split...] : order[..<split]).sorted(), isMore: isMore,
          gain: gain)
      }
    }
    return best
  }

  /// ln of the greatest likelihood of hits among trials.
  private static func likelihood(_ hits: Double, of trials: Double) -> Double {
    func part(_ count: Double) -> Double {
      count > 0 ? count * Double.log(count / trials) : 0
    }
    return part(hits) + part(trials - hits)
  }
}

extension UnlikeMaps.Place {
  /// Where some numbers of 0..<count lie.
  fileprivate init(_ indices: [Int], of count: Int) {
    let isEverySecond = count > 2 && 2 * indices.count >= count - 1
    self =
      indices == [count - 1]
      ? .last
      : indices == [0]
        ? .first
        : isEverySecond && indices.allSatisfy { $0 % 2 == 1 }
          ? .odd
          : isEverySecond && indices.allSatisfy { $0 % 2 == 0 }
            ? .even : Self.end(indices, of: count) ?? .some
  }

  /// So many at one end; nil of others.
  private static func end(_ indices: [Int], of count: Int) -> Self? {
    if indices == Array(0..<indices.count) { return .firstOf(indices.count) }
    return indices == Array((count - indices.count)..<count) ? .lastOf(indices.count) : nil
  }
}
