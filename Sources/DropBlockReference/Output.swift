public import DropBlockContract

/// The last step: kept units are scaled, dropped units are +0.
///
/// Source: specification section 7. The backward pass is the same function of the gradient.
public enum Output {
  /// Applies a mask and the factors of its scopes to the units of a tensor.
  ///
  /// - Parameters:
  ///   - values: The units of the tensor, in logical order.
  ///   - mask: True where a unit is dropped; one per unit.
  ///   - factors: One per scope, not yet rounded to the factor type.
  ///   - shape: The sizes of the tensor.
  ///   - rule: The rule that the factors come from.
  /// - Returns: The units of the output, in logical order.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public static func apply<Element: DropBlockElement>(
    _ values: [Element], mask: [Bool], factors: [Double], shape: Shape, rule: ScaleRule
  ) -> [Element] {
    let unitsPerScope = ScaleScope.units(shape: shape, rule: rule)
    var output: [Element] = []
    for (unit, value) in values.enumerated() {
      let factor = rounded(factors[unit / unitsPerScope], for: Element.self)
      output.append(mask[unit] ? dropped() : kept(value, factor: factor))
    }
    return output
  }

  /// A factor, rounded once to the factor type: Double for Double, Float for all other elements.
  ///
  /// A factor beyond Float's range becomes infinite.
  public static func rounded<Element: DropBlockElement>(
    _ factor: Double, for element: Element.Type
  ) -> Double {
    switch Element.elementType {
    case .float64: factor
    case .float16, .bfloat16, .float32: Double(Float(factor))
    }
  }

  /// A kept unit: the exact product of x and the rounded factor, rounded once, ties to even.
  ///
  /// A Double holds the product of a Float and a number of at most 24 significant bits exactly, so
  /// only the conversion rounds; for a Double tensor the multiplication itself is the one rounding.
  public static func kept<Element: DropBlockElement>(_ x: Element, factor: Double) -> Element {
    Element(nearest: x.doubleValue * factor)
  }

  /// A dropped unit: +0, whatever it was.
  public static func dropped<Element: DropBlockElement>() -> Element { Element(bitPattern: 0) }
}
