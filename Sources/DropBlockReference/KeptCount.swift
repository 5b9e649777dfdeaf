public import DropBlockContract

/// The number of units that are not dropped.
///
/// Source: specification section 6; `count_ones(M)` in the paper's Algorithm 1.
public enum KeptCount {
  /// Counts the kept units of each scope.
  ///
  /// - Parameters:
  ///   - mask: True where a unit is dropped; one per unit of the tensor, in logical order.
  ///   - shape: The sizes of the tensor.
  ///   - scale: The rule whose scope is counted over.
  /// - Returns: One count per scope, in order; 0 for each scope of an empty tensor.
  public static func counts(mask: [Bool], shape: Shape, scale: ScaleRule) -> [Int] {
    var counts = Array(repeating: 0, count: ScaleScope.count(shape: shape, rule: scale))
    let unitsPerScope = ScaleScope.units(shape: shape, rule: scale)
    for (unit, dropped) in mask.enumerated() where !dropped {
      counts[unit / unitsPerScope] += 1
    }
    return counts
  }
}
