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

  /// The failure in words.
  public var message: String

  /// A failure at a place.
  ///
  /// - Parameters:
  ///   - site: Where it failed.
  ///   - kind: What kind of failure it is.
  ///   - magnitude: Error divided by tolerance, or a count; 1 where there is no measure.
  ///   - message: The failure in words.
  public init(site: String, kind: String, magnitude: Double = 1, message: String = "") {
    self.site = site
    self.kind = kind
    self.magnitude = magnitude
    self.message = message
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
    "\(site): \(kind), magnitude \(magnitude)" + (message.isEmpty ? "" : ", \(message)")
  }
}
