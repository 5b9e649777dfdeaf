/// How a property failed.
///
/// Its identity is ``site``, ``kind`` and ``magnitudeBucket``: the shrinker never leaves one failure
/// for another, nor a large deviation for one that is just over the tolerance.
public struct PropertyFailure: Sendable, Hashable, CustomStringConvertible {
  /// Where it failed: a requirement, an assertion, a stage.
  public var site: String

  /// What kind of failure it is.
  public var kind: String

  /// How far off it is: error divided by tolerance, or a count of wrong elements.
  ///
  /// From 1 on for a failure; NaN counts as the largest deviation.
  public var magnitude: Double

  /// The failure in words; those of ``details`` stand in where it is empty.
  public var message: String

  /// What the property wants to find again at the smallest case: a value of its own.
  ///
  /// It has no part in equality, nor in ``isSame(as:)``. Its description is asked for only when the
  /// failure is printed or written down.
  public var details: (any Sendable)?

  /// A failure at a place.
  ///
  /// - Parameters:
  ///   - site: Where it failed.
  ///   - kind: What kind of failure it is.
  ///   - magnitude: Error divided by tolerance, or a count; 1 where there is no measure.
  ///   - message: The failure in words.
  ///   - details: What the property wants to find again at the smallest case.
  public init(
    site: String, kind: String, magnitude: Double = 1, message: String = "",
    details: (any Sendable)? = nil
  ) {
    self.site = site
    self.kind = kind
    self.magnitude = magnitude
    self.message = message
    self.details = details
  }

  /// The power of two at or below ``magnitude``, 0...6: 0 for less than 2, 6 from 64 on and for NaN.
  public var magnitudeBucket: Int {
    guard magnitude < 64 else { return 6 }
    return magnitude < 1 ? 0 : Int(magnitude.exponent)
  }

  /// Whether this is `other` again: the same site and kind, and a deviation that is not smaller by
  /// more than a factor of two (one bucket); one of twice the tolerance or more stays so.
  public func isSame(as other: PropertyFailure) -> Bool {
    let least = other.magnitudeBucket == 0 ? 0 : Swift.max(1, other.magnitudeBucket - 1)
    return site == other.site && kind == other.kind && magnitudeBucket >= least
  }

  /// Whether the magnitude is greater; NaN is greater than any number.
  func isWorse(than other: PropertyFailure) -> Bool {
    !other.magnitude.isNaN && (magnitude.isNaN || magnitude > other.magnitude)
  }

  /// Site, kind, magnitude and message in one line.
  public var description: String {
    let words = message.isEmpty ? details.map { String(describing: $0) } ?? "" : message
    return "\(site): \(kind), magnitude \(magnitude)" + (words.isEmpty ? "" : ", \(words)")
  }
}

extension PropertyFailure {
  /// Whether site, kind, magnitude and message are equal.
  public static func == (one: PropertyFailure, other: PropertyFailure) -> Bool {
    one.site == other.site && one.kind == other.kind && one.magnitude == other.magnitude
      && one.message == other.message
  }

  /// Feeds what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(site)
    hasher.combine(kind)
    hasher.combine(magnitude)
    hasher.combine(message)
  }
}
