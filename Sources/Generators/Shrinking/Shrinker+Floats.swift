/// Lowers floats, for the passes of `Shrinker+Values`.
extension Shrinker {
  /// Lowers floats of one value: to a whole number, or to fewer binary places, then in magnitude.
  ///
  /// Keeps all other choices, and that the floats are equal. Each step comes to an earlier position in
  /// ``FloatOrder``: NaN, then infinity, then finite numbers; fractions, then whole numbers.
  ///
  /// Costs at most 16 calls for the sign and the binary places, and then a search of the whole part or the position.
  mutating func lowerFloat(_ positions: [Int], _ order: FloatOrder) {
    guard let position = positions.last, position < best.count else { return }
    let start = best.choices[position].index
    // The positive number directly precedes the negative one.
    if start & 1 == 1 { _ = set(positions, to: start - 1) }
    if best.choices[position].index > 2, set(positions, to: 2 | best.choices[position].index & 1) {
      return
    }
    guard position < best.count else { return }
    let value = order.value(at: best.choices[position].index)
    guard value.isFinite else {
      // A finite number may do in place of infinity, and infinity in place of NaN.
      let greatest = order.index(of: order.greatestFinite)
      let infinity = order.index(of: .infinity)
      // The quiet NaN without a payload follows the infinities.
      for index in [greatest, greatest | 1, infinity, infinity | 1, infinity + 2]
      where index < best.choices[position].index && set(positions, to: index) {
        if index < infinity { lowerFloat(positions, order) }
        return
      }
      return
    }
    for places in [0, 1, 2, 4, 8, 16, 32] where lowerPlaces(positions, order, value, places) {
      break
    }
    guard position < best.count else { return }
    lowerMagnitude(positions, order)
  }

  /// Rounds to some binary places, towards zero, then away from it.
  private mutating func lowerPlaces(
    _ positions: [Int], _ order: FloatOrder, _ value: Double, _ places: Int
  ) -> Bool {
    let scale = Double(sign: .plus, exponent: places, significand: 1)
    guard (value * scale).isFinite else { return false }
    for rule in [FloatingPointRoundingRule.towardZero, .awayFromZero] {
      let rounded = (value * scale).rounded(rule) / scale
      if rounded == value { return true }
      if set(positions, to: order.index(of: rounded)) { return true }
    }
    return false
  }

  /// Lowers the whole part and keeps the rest; for numbers below 1, takes simpler ones by their
  /// position in the order.
  private mutating func lowerMagnitude(_ positions: [Int], _ order: FloatOrder) {
    guard let position = positions.last else { return }
    let start = order.value(at: best.choices[position].index)
    // From here on neighbours are more than 1 apart; the order goes up by position there.
    let wholes = Double(sign: .plus, exponent: order.width.fractionBits, significand: 1)
    if start.magnitude > wholes {
      _ = set(positions, to: order.index(of: start < 0 ? -wholes : wholes))
    }
    let choice = best.choices[position]
    let value = order.value(at: choice.index)
    let whole = value.magnitude.rounded(.towardZero)
    if whole >= 1 && whole <= wholes {
      let rest = value.magnitude - whole
      let wanted = setting(positions) {
        order.index(of: value < 0 ? -(Double($0) + rest) : Double($0) + rest)
      }
      minimise(from: UInt64(whole), wanted)
    } else {
      let sign = choice.index & 1
      minimise(from: choice.index &>> 1, setting(positions) { $0 &<< 1 | sign })
    }
  }
}
