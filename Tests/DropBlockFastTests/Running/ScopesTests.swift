import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct ScopesTests {
  private static let rules: [ScaleRule] = [.tensor, .sample, .map, .fixed(1.75), .none]

  private func geometry(_ shape: Shape, _ sharing: MaskSharing) -> Geometry {
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    configuration.sharing = sharing
    return Geometry(
      DropBlockRequest(configuration, shape: shape, key: 0),
      sides: Array(repeating: 1, count: shape.rank))
  }

  /// The kept units of every scope: map by map, from what each map's mask drops.
  private func kept(_ rule: ScaleRule, _ geometry: Geometry, dropped: [Int]) -> [Int] {
    let (samples, channels) = (geometry.samples, geometry.channels)
    let maps = (0..<samples * channels).map { map in
      let row = geometry.maskSamples == 1 ? 0 : map / channels
      let column = geometry.maskChannels == 1 ? 0 : map % channels
      return geometry.map.volume - dropped[row * geometry.maskChannels + column]
    }
    switch rule {
    case .tensor, .fixed, .none: return [maps.reduce(0, +)]
    case .sample:
      return (0..<samples).map { maps[$0 * channels..<($0 + 1) * channels].reduce(0, +) }
    case .map: return maps
    }
  }

  @Test func `scopes keep what their maps keep, whoever shares a mask`() {
    for shape in [
      Shape.nchw(3, 4, 5, 6), .nchw(1, 4, 2, 3), .nchw(3, 1, 2, 3), .nchw(1, 1, 7, 1),
      .ncw(2, 3, 9),
    ] {
      for raw: UInt8 in 0...3 {
        let geometry = geometry(shape, MaskSharing(rawValue: raw))
        for rule in Self.rules {
          var choices = Choices(Int(raw))
          let dropped = (0..<geometry.maskCount).map { _ in choices.int(0...geometry.map.volume) }
          let scopes = Scopes(rule, geometry)
          #expect(scopes.groupCount * scopes.masksPerGroup == geometry.maskCount)
          var groups = Array(repeating: 0, count: scopes.groupCount)
          for (mask, units) in dropped.enumerated() { groups[mask / scopes.masksPerGroup] += units }
          let got = scopes.expand(groups.map(scopes.kept))
          #expect(got == kept(rule, geometry, dropped: dropped), "\(rule), \(shape), \(raw)")
        }
      }
    }
  }

  @Test func `the scale is the scope's units by those it keeps, and 0 where it keeps none`() {
    let geometry = geometry(.nchw(2, 3, 4, 5), [])
    for (rule, units) in [(ScaleRule.tensor, 120), (.sample, 60), (.map, 20)] {
      let scopes = Scopes(rule, geometry)
      for kept in 1...units {
        #expect(scopes.scale(kept: kept) == Double(units) / Double(kept), "\(rule), \(kept)")
      }
      #expect(scopes.scale(kept: 0) == 0 && scopes.scale(kept: 0).sign == .plus)
    }
  }

  @Test func `a scale that is given depends on no count`() {
    let geometry = geometry(.nchw(2, 3, 4, 5), .channels)
    for kept in [0, 1, 119, 120] {
      #expect(Scopes(.fixed(1.75), geometry).scale(kept: kept) == 1.75)
      #expect(Scopes(.none, geometry).scale(kept: kept) == 1)
    }
  }
}
