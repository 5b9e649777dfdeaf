import DropBlockContract

/// Over what kept units are counted, and how the counts of masks become counts of scopes.
///
/// A *group* is the run of masks that one scope counts: all of them, those of a sample, or a single
/// one. Scopes that use the same masks have the same group, and are counted once.
struct Scopes: Sendable {
  /// How many masks one group has; mask m is in group m div this.
  let masksPerGroup: Int
  /// How many groups there are.
  let groupCount: Int

  private let rule: ScaleRule
  private let unitsPerScope: Int
  /// How many maps of one scope use each mask.
  private let mapsPerMask: Int
  private let geometry: Geometry

  /// The scopes of a scale rule.
  init(_ rule: ScaleRule, _ geometry: Geometry) {
    self.rule = rule
    self.geometry = geometry
    let units = geometry.map.volume
    switch rule {
    case .tensor, .fixed, .none:
      masksPerGroup = geometry.maskCount
      groupCount = 1
      unitsPerScope = geometry.samples * geometry.channels * units
      mapsPerMask = geometry.mapsPerMask
    case .sample:
      masksPerGroup = geometry.maskChannels
      groupCount = geometry.maskSamples
      unitsPerScope = geometry.channels * units
      mapsPerMask = geometry.channels / geometry.maskChannels
    case .map:
      masksPerGroup = 1
      groupCount = geometry.maskCount
      unitsPerScope = units
      mapsPerMask = 1
    }
  }

  /// The units that each scope of a group keeps, when its masks drop `dropped` of theirs in all.
  func kept(dropped: Int) -> Int { unitsPerScope - dropped * mapsPerMask }

  /// The factor of a scope that keeps `kept` units (specification, section 7).
  func scale(kept: Int) -> Double {
    switch rule {
    case .fixed(let factor): factor
    case .none: 1
    case .tensor, .sample, .map: kept == 0 ? 0 : Double(unitsPerScope) / Double(kept)
    }
  }

  /// One value per scope from one per group.
  func expand<Value>(_ groups: [Value]) -> [Value] {
    switch rule {
    case .tensor, .fixed, .none: return groups
    case .sample:
      return geometry.maskSamples == geometry.samples
        ? groups : Array(repeating: groups[0], count: geometry.samples)
    case .map:
      if geometry.mapsPerMask == 1 { return groups }
      var maps: [Value] = []
      maps.reserveCapacity(geometry.samples * geometry.channels)
      for sample in 0..<geometry.samples {
        for channel in 0..<geometry.channels {
          let row = geometry.maskSamples == 1 ? 0 : sample
          let column = geometry.maskChannels == 1 ? 0 : channel
          maps.append(groups[row * geometry.maskChannels + column])
        }
      }
      return maps
    }
  }
}
