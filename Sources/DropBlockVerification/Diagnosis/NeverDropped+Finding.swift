import DropBlockPlatform
import DropBlockReference

extension NeverDropped {
  /// Units that were dropped in none of a survey's maps, though by the law that is all but impossible;
  /// nil where there are none, or where no unit was dropped at all.
  init?(_ survey: Survey, _ seen: Observations) {
    guard seen.dropped > 0 else { return nil }
    let limit = -Double.log(1e12 * Double(max(seen.positionCounts.count, 1)))
    let never = seen.positionCounts.indices.filter { unit in
      let p = survey.probabilities[unit]
      return seen.positionCounts[unit] == 0 && p > 0
        && (p >= 1 || Double(seen.maps) * Double.log(onePlus: -p) < limit)
    }
    guard !never.isEmpty else { return nil }
    setting = RuleEvidence(survey, seen).setting
    region = Region(never, in: survey.plan.map)
    maps = seen.maps
  }
}

extension NeverDropped {
  /// Samples, or channels, of which no unit was dropped in any of a survey's calls, though by the law that is
  /// all but impossible; nil where there are none, or where no unit was dropped at all.
  init?(partOf survey: Survey, _ seen: Observations) {
    guard seen.dropped > 0, seen.maps > 0 else { return nil }
    let positions = survey.law.geometry.positions.reduce(1, *)
    // Where maps are kept whole more often than by the law, each sample's may be so by chance.
    let logNone = max(
      Double.log(onePlus: -survey.law.gamma) * Double(positions),
      Double.log(Double(seen.droppedCounts[0]) / Double(seen.maps)))
    func never(_ counts: [Int]) -> [Int] {
      let maps = Double(seen.maps) / Double(max(counts.count, 1))
      guard counts.count > 1, maps * logNone < -Double.log(1e12 * Double(counts.count)) else {
        return []
      }
      return counts.indices.filter { counts[$0] == 0 }
    }
    let (samples, channels) = (never(seen.sampleCounts), never(seen.channelCounts))
    let isSamples = !samples.isEmpty
    let (unseen, all) = isSamples ? (samples, seen.sampleCounts) : (channels, seen.channelCounts)
    guard !unseen.isEmpty else { return nil }
    setting = RuleEvidence(survey, seen).setting
    region = isSamples ? .samples(unseen, of: all.count) : .channels(unseen, of: all.count)
    maps = seen.maps / all.count * unseen.count
  }
}

extension NeverDropped.Region {
  /// Units as the slices that they make up, where they do.
  init(_ units: [Int], in map: [Int]) {
    let places = units.map { Coordinates.of($0, in: map) }
    for axis in map.indices {
      let indices = Set(places.map { $0[axis] }).sorted()
      let perSlice = map.reduce(1, *) / max(map[axis], 1)
      if indices.count < map[axis], units.count == indices.count * perSlice {
        self = .slices(axis: axis, indices)
        return
      }
    }
    self = .units(units)
  }
}
