/// One choice of a case: what was asked for, and what was taken.
///
/// The taken value is stored as its position in the simple-first order of its kind: 0 is the
/// simplest admissible value, so that simpler always means smaller, whatever the kind.
public struct Choice: Hashable, Sendable {
  /// What a draw asks for, with its bounds.
  public enum Kind: Hashable, Sendable {
    /// False, then true.
    case boolean

    /// A boolean that could only be this: recorded so that its neighbours can be deleted.
    case forced(Bool)

    /// A number in `low...high`; `target` is the simplest, then target + 1, target − 1, …
    case integer(low: Int64, high: Int64, target: Int64)

    /// All 64-bit words, ascending.
    case word

    /// A float of the given format in the order whole numbers, fractions, infinity, NaN.
    case float(FloatWidth)

    /// A Double in the closed range between two bit patterns, without NaN, in the same order.
    case bounded(low: UInt64, high: UInt64)

    /// The pattern of a ``Bulk``, the simplest first.
    case bulk(Bulk.Kind)

    /// The position of an element that is listed, from 1 on; 0 ends the list.
    case place(count: Int)

    /// A listed element: a float of the given format, in the order of ``float(_:)``.
    case element(FloatWidth, Bulk.Style)
  }

  /// What was asked for.
  public let kind: Kind

  /// The position of the taken value in the simple-first order of ``kind``.
  public let index: UInt64

  /// A choice of the value at `index`, or at the nearest admissible position.
  init(kind: Kind, index: UInt64) {
    self.kind = kind
    self.index = kind.admitted(index)
  }

  init(kind: Kind, admitted index: UInt64) {
    self.kind = kind
    self.index = index
  }
}

extension Choice.Kind {
  /// The position nearest to `index` that has a value.
  @inline(__always)
  func admitted(_ index: UInt64) -> UInt64 {
    switch self {
    case .boolean: return Swift.min(index, 1)
    case .forced(let value): return value ? 1 : 0
    case .integer(let low, let high, _): return Swift.min(index, IntegerOrder.distance(low, high))
    case .word: return index
    case .float(let width): return Swift.min(index, FloatOrder(width: width).last)
    case .bounded(let low, let high): return Self.admitted(index, low: low, high: high)
    case .bulk(let kind):
      return Swift.min(index, UInt64(BulkPattern.all(kind.style).count - 1))
    case .place(let count): return Swift.min(index, UInt64(count))
    case .element(let width, let style): return Self.admitted(index, width, style)
    }
  }

  private static func admitted(
    _ index: UInt64, _ width: FloatWidth, _ style: Bulk.Style
  ) -> UInt64 {
    let order = FloatOrder(width: width)
    let inside = Swift.min(index, order.last)
    guard style == .moderate else { return inside }
    // What is too small becomes 1, what is too large 2, each with its sign.
    let magnitude = order.value(at: inside).magnitude
    if magnitude >= 0.5 && magnitude <= 2 { return inside }
    return (magnitude > 2 ? 4 : 2) | inside & 1
  }

  private static func admitted(_ index: UInt64, low: UInt64, high: UInt64) -> UInt64 {
    let order = FloatOrder(width: .double)
    let value = Double(bitPattern: order.pattern(at: index))
    let lowest = Double(bitPattern: low)
    let highest = Double(bitPattern: high)
    if value >= lowest && value <= highest { return Swift.min(index, order.last) }
    // NaN is above nothing and below nothing: it becomes the lower bound.
    return order.index(ofPattern: value > highest ? high : low)
  }

  /// Whether a value recorded for `other` has a meaning here.
  @inline(__always)
  func isRelated(to other: Self) -> Bool {
    switch (self, other) {
    case (.boolean, .boolean), (.boolean, .forced), (.forced, .boolean), (.forced, .forced),
      (.integer, .integer), (.word, .word), (.bounded, .bounded), (.bulk, .bulk),
      (.place, .place):
      true
    case (.float(let own), .float(let given)), (.element(let own, _), .element(let given, _)):
      own == given
    default: false
    }
  }

  /// The number at a position; nil when the kind is not an integer.
  func integer(at index: UInt64) -> Int64? {
    guard case .integer(let low, let high, let target) = self else { return nil }
    return IntegerOrder(low: low, high: high, target: target).value(at: index)
  }

  /// The position of a number; nil when it is out of bounds or the kind is not an integer.
  func index(of integer: Int64) -> UInt64? {
    guard case .integer(let low, let high, let target) = self, integer >= low, integer <= high
    else { return nil }
    return IntegerOrder(low: low, high: high, target: target).index(of: integer)
  }
}
