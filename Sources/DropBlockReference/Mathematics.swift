#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of the platform's mathematics library that the exact law needs.
///
/// They serve the law and the statistics built on it only: no seed, mask or output depends on a
/// function whose last bit differs from platform to platform.
enum Mathematics {
  /// eˣ.
  static func exponential(_ x: Double) -> Double { exp(x) }

  /// 1 − eˣ, with all its digits also for x near 0, and +0 for x = 0.
  static func oneMinusExponential(_ x: Double) -> Double { 0 - expm1(x) }

  /// ln(1 − x), with all its digits also for x near 0; −∞ for x = 1.
  static func logarithmOfOneMinus(_ x: Double) -> Double { log1p(-x) }
}
