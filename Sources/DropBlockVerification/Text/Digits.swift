/// Numbers with a fixed count of digits that matter.
enum Digits {
  /// A number rounded to so many digits: 0.01235, 93.1, 1.2e-07.
  static func of(_ value: Double, _ digits: Int) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var exponent = 0
    var scaled = value.magnitude
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    if exponent < -5 {
      return Decimals.fixed(scaled * (value < 0 ? -1 : 1), digits - 1) + "e\(exponent)"
    }
    return Decimals.fixed(value, max(0, digits - 1 - exponent))
  }
}
