#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sums and products of numbers too large or too small to be written out.
enum NaturalLogarithm {
  /// ln x.
  static func of(_ x: Double) -> Double { log(x) }

  /// ln(1 + x), exact for small x.
  static func ofOnePlus(_ x: Double) -> Double { log1p(x) }

  /// eˣ − 1, exact for small x.
  static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }

  /// e to a power.
  static func exponential(_ x: Double) -> Double { exp(x) }

  /// x to a power, both as they are.
  static func power(_ x: Double, _ exponent: Double) -> Double { pow(x, exponent) }

  /// The logarithm to base 10 of what has the given natural logarithm.
  static func decimal(_ logarithm: Double) -> Double { logarithm / log(10.0) }

  /// ln of the mean of eˣ over `terms`; −∞ for none.
  static func ofMeanExponential(_ terms: [Double]) -> Double {
    guard let largest = terms.max(), largest > -.infinity else { return -.infinity }
    guard largest < .infinity else { return .infinity }
    let sum = terms.reduce(0) { $0 + exp($1 - largest) }
    return largest + log(sum / Double(terms.count))
  }
}
