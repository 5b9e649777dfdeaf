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
    guard let number, case .integer = kind, amount <= number.distance else { return nil }
    return number.moved(by: number.isAbove ? 0 &- amount : amount)
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

  /// Whether it belongs to a list of elements: such a list is as simple as its pattern, however long.
  var isListed: Bool {
    switch kind {
    case .place, .element: true
    default: false
    }
  }

  /// The choice as a whole number with room around it; nil for booleans, words and fractions.
  var number: WholeNumber? {
    switch kind {
    case .integer(let low, let high, let target):
      guard let value = integer else { return nil }
      return WholeNumber(choice: self, value: value, low: low, high: high, target: target)
    case .float(let width):
      return wholeFloat(FloatOrder(width: width), ofPlaces: width.fractionBits)
    case .bounded: return wholeFloat(FloatOrder(width: .double), ofPlaces: 52)
    case .boolean, .forced, .word, .bulk, .place, .element: return nil
    }
  }

  private func wholeFloat(_ order: FloatOrder, ofPlaces places: Int) -> WholeNumber? {
    let limit = Int64(1) << Int64(places)
    guard let value = Int64(exactly: order.value(at: index)), value.magnitude <= limit else {
      return nil
    }
    var low = -limit
    var high = limit
    if case .bounded(let lowest, let highest) = kind {
      low = Int64(Swift.max(Double(-limit), Double(bitPattern: lowest)).rounded(.up))
      high = Int64(Swift.min(Double(limit), Double(bitPattern: highest)).rounded(.down))
    }
    guard low <= value, value <= high else { return nil }
    return WholeNumber(
      choice: self, value: value, low: low, high: high,
      target: Swift.min(Swift.max(0, low), high))
  }
}
