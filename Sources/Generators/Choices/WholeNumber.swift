/// A whole number that a choice holds, as integer or as float, and its bounds.
struct WholeNumber {
  let choice: Choice
  let value: Int64
  let low: Int64
  let high: Int64
  let target: Int64

  /// Whether it has to fall to come to its target.
  var isAbove: Bool { value > target }

  /// How far it is from its target.
  var distance: UInt64 {
    isAbove ? IntegerOrder.distance(target, value) : IntegerOrder.distance(value, target)
  }

  var roomAbove: UInt64 { IntegerOrder.distance(value, high) }
  var roomBelow: UInt64 { IntegerOrder.distance(low, value) }

  /// The choice of this number plus an amount modulo 2⁶⁴; nil when it cannot be taken.
  func moved(by amount: UInt64) -> Choice? {
    let moved = Int64(bitPattern: UInt64(bitPattern: value) &+ amount)
    guard moved >= low, moved <= high else { return nil }
    let index: UInt64?
    switch choice.kind {
    case .integer: index = choice.kind.index(of: moved)
    case .float(let width): index = FloatOrder(width: width).index(of: Double(moved))
    case .bounded: index = FloatOrder(width: .double).index(of: Double(moved))
    case .boolean, .forced, .word, .bulk, .place, .element: index = nil
    }
    return index.map { Choice(kind: choice.kind, admitted: $0) }
  }
}
