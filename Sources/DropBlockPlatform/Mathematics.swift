/// The elementary functions of the C library, by the names that swift-numerics gives them.
///
/// Their last bits may differ from platform to platform: no seed, mask or output may depend on one.
extension Double {
  /// ln x.
  @inlinable
  package static func log(_ x: Double) -> Double { DropBlockPlatform.log(x) }

  /// ln(1 + x), with all its digits also for x near 0.
  @inlinable
  package static func log(onePlus x: Double) -> Double { log1p(x) }

  /// The logarithm of x to base 2.
  @inlinable
  package static func log2(_ x: Double) -> Double { DropBlockPlatform.log2(x) }

  /// The logarithm of x to base 10.
  @inlinable
  package static func log10(_ x: Double) -> Double { DropBlockPlatform.log10(x) }

  /// ln 10: a natural logarithm divided by it is one to base 10.
  @inlinable
  package static var ln10: Double { log(10) }

  /// eˣ.
  @inlinable
  package static func exp(_ x: Double) -> Double { DropBlockPlatform.exp(x) }

  /// eˣ − 1, with all its digits also for x near 0.
  @inlinable
  package static func expMinusOne(_ x: Double) -> Double { expm1(x) }

  /// xʸ.
  @inlinable
  package static func pow(_ x: Double, _ y: Double) -> Double { DropBlockPlatform.pow(x, y) }

  /// The cosine of an angle in radians.
  @inlinable
  package static func cos(_ x: Double) -> Double { DropBlockPlatform.cos(x) }

  /// ln |Γ(x)|.
  @inlinable
  package static func logGamma(_ x: Double) -> Double { lgamma(x) }

  /// ln of the mean of eˣ over `terms`, however large or small they are; −∞ for none.
  package static func logMeanExp(_ terms: [Double]) -> Double {
    guard let largest = terms.max(), largest > -.infinity else { return -.infinity }
    guard largest < .infinity else { return .infinity }
    let sum = terms.reduce(0) { $0 + exp($1 - largest) }
    return largest + log(sum / Double(terms.count))
  }
}
