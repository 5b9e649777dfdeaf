extension Choice {
  /// The number that was taken; nil when the kind is not an integer.
  var integer: Int64? { kind.integer(at: index) }

  /// How far an integer is from its target; nil for other kinds.
  var distance: UInt64? {
    guard case .integer(_, _, let target) = kind, let value = integer else { return nil }
    return value > target
      ? IntegerOrder.distance(target, value) : IntegerOrder.distance(value, target)
  }

  /// An integer nearer to its target by an amount; nil when it is not that far away.
  func moved(towardsTargetBy amount: UInt64) -> Choice? {
    guard case .integer(_, _, let target) = kind, let value = integer, let distance,
      amount <= distance
    else { return nil }
    let bits = UInt64(bitPattern: value)
    let moved = Int64(bitPattern: value > target ? bits &- amount : bits &+ amount)
    return kind.index(of: moved).map { Choice(kind: kind, admitted: $0) }
  }

  /// An integer plus a number; nil when that is out of bounds.
  func shifted(by amount: Int64) -> Choice? {
    guard let value = integer else { return nil }
    let (moved, isOverflow) = value.addingReportingOverflow(amount)
    guard !isOverflow, let index = kind.index(of: moved) else { return nil }
    return Choice(kind: kind, admitted: index)
  }

  /// Whether the shrinker may take something else here.
  var isFree: Bool {
    if case .forced = kind { false } else { true }
  }
}
