/// The simple-first order of the integers in `low...high`: by distance from `target`, the larger
/// of two at the same distance first, and a straight walk once one side is used up.
struct IntegerOrder {
  let low: Int64
  let high: Int64
  let target: Int64

  /// high − low without overflow, for low ≤ high.
  @inline(__always)
  static func distance(_ low: Int64, _ high: Int64) -> UInt64 {
    UInt64(bitPattern: high) &- UInt64(bitPattern: low)
  }

  /// The distance up to which both sides exist.
  ///
  /// Twice this is at most high − low: no overflow.
  private var paired: UInt64 {
    Swift.min(Self.distance(low, target), Self.distance(target, high))
  }

  @inline(__always)
  func value(at index: UInt64) -> Int64 {
    let paired = paired
    let up: Bool
    let distance: UInt64
    if index <= paired &<< 1 {
      up = index & 1 == 1
      distance = (index &>> 1) &+ (index & 1)
    } else {
      up = Self.distance(target, high) > paired
      distance = index &- paired
    }
    let origin = UInt64(bitPattern: target)
    return Int64(bitPattern: up ? origin &+ distance : origin &- distance)
  }

  @inline(__always)
  func index(of value: Int64) -> UInt64 {
    let paired = paired
    if value > target {
      let distance = Self.distance(target, value)
      return distance <= paired ? (distance &<< 1) &- 1 : distance &+ paired
    }
    let distance = Self.distance(value, target)
    return distance <= paired ? distance &<< 1 : distance &+ paired
  }
}
