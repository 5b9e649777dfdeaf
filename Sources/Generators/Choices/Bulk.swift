/// Many floats from few choices: a pattern and a key, or a list of what differs from the simplest.
///
/// Its elements are computed where they are asked for. A failure that depends on a few elements is
/// shrunk to those: `zeros but 1.0 at 17`.
public struct Bulk: Hashable, Sendable {
  /// What elements may be.
  public enum Style: UInt8, Hashable, Sendable, CaseIterable {
    /// Any number of the format, NaN and infinities among them; +0 is the simplest.
    case any

    /// Magnitudes of 0.5 up to 2, of which no product with a moderate factor is lost; 1 is the simplest.
    case moderate
  }

  /// How many elements, of which format, and what they may be.
  public struct Kind: Hashable, Sendable {
    /// The number of elements.
    public let count: Int
    /// Their format.
    public let width: FloatWidth
    /// What they may be.
    public let style: Style
  }

  /// An element that is not what the pattern says.
  public struct Override: Hashable, Sendable {
    /// The position of the element.
    public let place: Int
    /// Its bits.
    public let bits: UInt64
  }

  /// How many elements, of which format, and what they may be.
  public let kind: Kind

  /// How the elements follow from their positions.
  public let pattern: BulkPattern

  /// The key of a pattern that has one; 0 of others.
  public let key: UInt64

  /// The elements of the pattern ``BulkPattern/listed``; where a position comes twice, the later holds.
  public let overrides: [Override]

  /// The number of elements.
  public var count: Int { kind.count }

  /// The format of the elements.
  public var width: FloatWidth { kind.width }

  /// The bits of the element at a position of 0..<``count``; elsewhere bits of no meaning.
  public func bits(at place: Int) -> UInt64 {
    let plain = pattern.bits(at: place, key: key, kind)
    guard pattern == .listed else { return plain }
    return overrides.last { $0.place == place }?.bits ?? plain
  }

  /// Calls `body` with the bits of each element, in order.
  public func forEach(_ body: (UInt64) -> Void) {
    if overrides.isEmpty {
      for place in 0..<count { body(pattern.bits(at: place, key: key, kind)) }
      return
    }
    let listed = Dictionary(overrides.map { ($0.place, $0.bits) }) { _, later in later }
    for place in 0..<count {
      body(listed[place] ?? pattern.bits(at: place, key: key, kind))
    }
  }

  /// The elements as Floats: exact, and of the format ``FloatWidth/double`` rounded.
  public var floats: [Float] { doubles.map { Float($0) } }

  /// The elements as Doubles, exact.
  public var doubles: [Double] {
    let order = FloatOrder(width: width)
    var values: [Double] = []
    values.reserveCapacity(count)
    forEach { values.append(order.number(ofPattern: $0)) }
    return values
  }
}

extension Bulk: CustomStringConvertible {
  /// The pattern and what it needs, such as `4 elements: zeros but 1.0 at 2`.
  public var description: String {
    let order = FloatOrder(width: width)
    let head = "\(count) element\(count == 1 ? "" : "s"): "
    switch pattern {
    case .listed:
      let base = kind.style == .any ? "zeros" : "ones"
      if overrides.isEmpty { return head + base }
      let entries = overrides.map { "\(order.number(ofPattern: $0.bits)) at \($0.place)" }
      return head + base + " but " + entries.joined(separator: ", ")
    case let pattern where pattern.hasKey: return head + "\(pattern), key \(key)"
    default: return head + "\(pattern)"
    }
  }
}
