/// Numbers in reports, without a locale.
package enum Decimals {
  /// A number with a fixed count of digits behind the point.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let whole = scaled / Int64(scale)
    let rest = String(scaled % Int64(scale))
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }

  /// A number with two digits that matter, such as 0.0093 or 1.2e-07.
  package static func significant(_ value: Double) -> String {
    let size = abs(value)
    guard size.isFinite, size > 0 else { return "\(value)" }
    if size >= 9.95 { return fixed(value, 0) }
    // The power of ten of the first digit, after rounding to two.
    var exponent = 0
    var scaled = size
    while scaled < 0.995 {
      scaled *= 10
      exponent += 1
    }
    if exponent < 6 { return fixed(value, exponent + 1) }
    let power = exponent < 10 ? "0\(exponent)" : "\(exponent)"
    return "\(value < 0 ? "-" : "")\(fixed(scaled, 1))e-\(power)"
  }

  /// An integer with its thousands set apart by commas.
  static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}
