public import DropBlockContract

/// The factor that kept units are multiplied by.
///
/// Source: specification section 7; the paper's Algorithm 1, line 8.
public enum Scale {
  /// The factor of each scope, before it is rounded to the factor type.
  ///
  /// - Parameters:
  ///   - counts: The kept count of each scope.
  ///   - shape: The sizes of the tensor.
  ///   - rule: How the factor follows from the count.
  /// - Returns: One factor per scope; 0 where units exist and none is kept, 1 where there are no
  ///   units.
  public static func factors(counts: [Int], shape: Shape, rule: ScaleRule) -> [Double] {
    let units = ScaleScope.units(shape: shape, rule: rule)
    var factors: [Double] = []
    for kept in counts {
      switch rule {
      case .tensor, .sample, .map:
        if units == 0 {
          factors.append(1)
        } else if kept == 0 {
          factors.append(0)
        } else {
          factors.append(Double(units) / Double(kept))
        }
      case .fixed(let factor):
        factors.append(units == 0 ? 1 : factor)
      case .none:
        factors.append(1)
      }
    }
    return factors
  }
}
