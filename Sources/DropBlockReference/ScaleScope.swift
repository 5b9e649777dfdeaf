public import DropBlockContract

/// The parts of a tensor that have a kept count and a scale each.
///
/// Source: specification sections 6 and 7.
public enum ScaleScope {
  /// How many scopes a tensor has: one, or one per sample, or one per map.
  public static func count(shape: Shape, rule: ScaleRule) -> Int {
    switch rule {
    case .tensor, .fixed, .none: 1
    case .sample: shape.samples
    case .map: shape.mapCount
    }
  }

  /// How many units each scope has.
  ///
  /// The units of a scope are neighbours in logical order: unit u lies in scope ⌊u / this⌋.
  public static func units(shape: Shape, rule: ScaleRule) -> Int {
    switch rule {
    case .tensor, .fixed, .none: shape.unitCount
    case .sample: shape.channels * shape.unitsPerMap
    case .map: shape.unitsPerMap
    }
  }
}
