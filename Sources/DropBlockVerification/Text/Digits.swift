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

  /// Two numbers with so many digits each, and as many more as it takes to tell them apart.
  static func apart(_ one: Double, _ other: Double, _ digits: Int) -> (one: String, other: String) {
    for more in digits..<11 {
      let (first, second) = (of(one, more), of(other, more))
      if first != second || one == other { return (first, second) }
    }
    return ("\(one)", "\(other)")
  }
}

/// A number that is known to so many digits: two of them are equal if they look alike.
package struct SignificantNumber: Sendable, Hashable, CustomStringConvertible {
  /// The number.
  package let value: Double

  /// How many digits of it matter.
  package let digits: Int

  init(_ value: Double, digits: Int) {
    self.value = value
    self.digits = digits
  }

  /// A number of an interval, with as few digits as it takes to be one.
  init(shortestIn range: ClosedRange<Double>) {
    let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
    let digits = (1...16).first { digits in
      Double(Digits.of(middle, digits)).map { range.contains($0) } ?? false
    }
    self.init(middle, digits: digits ?? 17)
  }

  /// The number with its digits.
  package var description: String { Digits.of(value, digits) }

  /// Whether both have the same digits.
  package static func == (one: SignificantNumber, other: SignificantNumber) -> Bool {
    one.description == other.description
  }

  /// Feeds the digits to a hasher.
  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
