import DropBlockContract

/// Which blocks a subject can be asked for.
///
/// DropBlock has limiting cases that other layers are: with blocks of one unit it is dropout, and with
/// blocks as large as the map dropout of channels, or stochastic depth where channels share a mask. Such
/// layers have no parameter for a block, and are judged by the same law at that one size.
public enum OfferedBlocks: String, Sendable, Hashable, CaseIterable {
  /// Of any side.
  case any

  /// Of one unit.
  case one

  /// As large as the map, which is kept whole or dropped whole.
  case map
}

extension OfferedBlocks {
  /// The block's side that the subject is asked for on a map, where any would do as well as another.
  func side(_ side: Int, on map: [Int]) -> Int {
    switch self {
    case .any: side
    case .one: 1
    // The longest axis: along the others the block is clipped.
    case .map: max(map.max() ?? 1, 1)
    }
  }
}

extension ScaleRule {
  /// 1 / (1 − p), which keeps the mean over all masks; 1 where p is 1, and it would be infinite.
  static func expectation(ofDropping p: Double) -> ScaleRule { .fixed(p < 1 ? 1 / (1 - p) : 1) }
}

extension DropBlockConfiguration {
  /// Whether the scale is 1 / (1 − p).
  var hasExpectedScale: Bool { scale == .expectation(ofDropping: dropProbability) }
}
