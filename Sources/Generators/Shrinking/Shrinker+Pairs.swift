/// Orders siblings, and changes two numbers at once.
extension Shrinker {
  /// Puts the items of each group in order, all at once, then neighbours.
  ///
  /// Keeps the items of the group and their number; only their order changes.
  ///
  /// Costs one call for a group that can be sorted, and otherwise at most half the square of its size.
  mutating func sortSiblings() {
    var number = 0
    while number < groups().count, !hasEnded {
      let group = groups()[number]
      number += 1
      guard group.items.count > 1 else { continue }
      let contents = group.items.map { Array(best.choices[$0]) }
      let sorted = contents.sorted(by: Self.precedes)
      if consider(rearranged(group, sorted)) { continue }
      var place = 0
      while place + 1 < contents.count, number - 1 < groups().count, !hasEnded {
        let now = groups()[number - 1]
        guard now.items.count == contents.count else { break }
        var order = now.items.map { Array(best.choices[$0]) }
        if Self.precedes(order[place + 1], order[place]) {
          order.swapAt(place, place + 1)
          // An item that has moved may move on.
          if consider(rearranged(now, order)), place > 0 {
            place -= 1
            continue
          }
        }
        place += 1
      }
    }
  }

  private func rearranged(_ group: ItemGroup, _ contents: [[Choice]]) -> [Choice] {
    guard let first = group.items.first, let last = group.items.last else { return best.choices }
    return best.choices[..<first.lowerBound] + contents.flatMap { $0 }
      + best.choices[last.upperBound...]
  }

  private static func precedes(_ left: [Choice], _ right: [Choice]) -> Bool {
    left.lexicographicallyPrecedes(right) { $0.index < $1.index }
  }

  /// Moves an amount from one number to a later one, and lowers two by the same amount.
  ///
  /// The first keeps the sum of two numbers, the second their difference.
  ///
  /// Each costs, for a number and each of the next eight, at most twice the bits of the amount, plus one.
  mutating func lowerPairs() {
    var left = 0
    while left < best.count, !hasEnded {
      if (best.choices[left].number?.distance ?? 0) > 0 {
        // Each number meets the next few; a sum over many is moved along the row.
        var right = left + 1
        var met = 0
        while right < best.count, left < best.count, met < 8, !hasEnded {
          if best.choices[right].number != nil {
            met += 1
            redistribute(from: left, to: right)
            lowerTogether(left, right)
          }
          right += 1
        }
      }
      left += 1
    }
  }

  private mutating func redistribute(from left: Int, to right: Int) {
    gallop { shrinker, amount in
      guard right < shrinker.best.count, let value = shrinker.best.choices[left].number,
        let other = shrinker.best.choices[right].number, other.distance > 0
      else { return nil }
      let room = value.isAbove ? other.roomAbove : other.roomBelow
      let possible = Swift.min(value.distance, room)
      let step = amount ?? possible
      guard step > 0, step <= possible else { return nil }
      var choices = shrinker.best.choices
      guard let lower = value.moved(by: value.isAbove ? 0 &- step : step),
        let moved = other.moved(by: value.isAbove ? step : 0 &- step)
      else { return nil }
      choices[left] = lower
      choices[right] = moved
      return choices
    }
  }

  private mutating func lowerTogether(_ left: Int, _ right: Int) {
    gallop { shrinker, amount in
      guard right < shrinker.best.count, let first = shrinker.best.choices[left].number,
        let second = shrinker.best.choices[right].number
      else { return nil }
      let possible = Swift.min(first.distance, second.distance)
      let step = amount ?? possible
      guard step > 0, step <= possible,
        let lower = first.moved(by: first.isAbove ? 0 &- step : step),
        let other = second.moved(by: second.isAbove ? 0 &- step : step)
      else { return nil }
      var choices = shrinker.best.choices
      choices[left] = lower
      choices[right] = other
      return choices
    }
  }

  /// Takes the whole amount, which is the candidate for nil, if that works.
  ///
  /// Otherwise a galloping search: takes steps of 1, 2, 4, … while they work, then shorter ones again down to 1.
  private mutating func gallop(_ candidate: (Shrinker, UInt64?) -> [Choice]?) {
    guard let whole = candidate(self, nil), !consider(whole) else { return }
    var step: UInt64 = 1
    while step < 1 << 62, let choices = candidate(self, step), consider(choices) { step <<= 1 }
    while step > 1, !hasEnded {
      step >>= 1
      if let choices = candidate(self, step) { _ = consider(choices) }
    }
  }
}
