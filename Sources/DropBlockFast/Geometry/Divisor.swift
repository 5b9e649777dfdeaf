/// Division of many numbers by the same one, by multiplication with its reciprocal.
///
/// With M = ⌈2⁶⁴ / d⌉ = (2⁶⁴ + e) / d, 0 ≤ e < d, the high half of n · M is ⌊n/d + n·e / (d · 2⁶⁴)⌋.
/// The excess is below 1/d while n · e < 2⁶⁴, so it cannot reach the next quotient: n and d below
/// 2³² suffice. Larger numbers are divided.
struct Divisor: Sendable {
  private let divisor: UInt64
  private let reciprocal: UInt64

  /// - Parameter divisor: At least 1.
  init(_ divisor: Int) {
    self.divisor = UInt64(divisor)
    let small = divisor > 1 && divisor < 1 &<< 32
    reciprocal = small ? (UInt64.max / self.divisor) + 1 : 0
  }

  /// ⌊number / divisor⌋, for numbers of at least 0.
  @inline(__always)
  func quotient(_ number: Int) -> Int {
    let number = UInt64(bitPattern: Int64(number))
    if reciprocal != 0, number < 1 &<< 32 {
      return Int(truncatingIfNeeded: number.multipliedFullWidth(by: reciprocal).high)
    }
    return Int(truncatingIfNeeded: divisor == 1 ? number : number / divisor)
  }
}
