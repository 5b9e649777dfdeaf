/// Makes the case shorter: replaces spans, deletes spans and choices, lowers lengths.
extension Shrinker {
  /// Replaces a span by a span with the same label inside it: a tree by one of its branches.
  ///
  /// Keeps all choices outside the span, and those of the descendant that takes its place.
  ///
  /// Costs at most 16 calls for each span: its shortest descendants.
  mutating func replaceWithDescendants() {
    var outer = 0
    while outer < best.spans.count, !hasEnded {
      let span = best.spans[outer]
      var isReplaced = false
      // Inner spans follow their outer span directly; the shortest replacement is tried first.
      let inner = best.spans[(outer + 1)...].prefix { $0.start < span.end }
        .filter { $0.label == span.label && $0.end - $0.start < span.end - span.start }
        .filter { $0.start >= span.start && $0.end <= span.end && $0.start < $0.end }
        .sorted { $0.end - $0.start < $1.end - $1.start }
      for candidate in inner.prefix(16) {
        let choices =
          best.choices[..<span.start] + best.choices[candidate.start..<candidate.end]
          + best.choices[span.end...]
        if consider(Array(choices)) {
          isReplaced = true
          break
        }
      }
      if !isReplaced { outer += 1 }
    }
  }

  /// Deletes spans: all of a group, then halves, and so on down to single ones.
  ///
  /// Keeps the choices outside the deleted spans. Elements of an array whose length is not the array's
  /// own choice stay, as ``lowerLengths()`` deletes those.
  ///
  /// Costs about two calls for each span of a group, and three for a group with two sizes of block.
  ///
  /// - Parameter halvings: How many sizes of block to try.
  mutating func deleteSpans(halvings: Int) {
    deleteFromGroups(halvings: halvings) { $0.isDeletable }
  }

  /// Deletes choices that belong to no span of a group, which moves later ones forward.
  ///
  /// Keeps the order of the choices that are left. Later choices may come to stand for other things.
  ///
  /// Costs about two calls for each choice in a group of its kind, and four for each choice of the case.
  mutating func deleteChoices() {
    deleteFromGroups(halvings: .max) { !$0.isDeletable }
    // A hand-written loop draws several choices a round: runs of up to five across groups.
    for length in stride(from: 5, through: 2, by: -1) {
      var end = best.count
      while end >= length, !hasEnded {
        if consider(removing([(end - length)..<end])) {
          end = Swift.min(end, best.count)
        } else {
          end -= 1
        }
      }
    }
  }

  private mutating func deleteFromGroups(halvings: Int, _ isIncluded: (ItemGroup) -> Bool) {
    var number = 0
    while number < groups().count, !hasEnded {
      if isIncluded(groups()[number]) {
        var size = groups()[number].items.count
        var left = halvings
        while size >= 1, left > 0 {
          deleteBlocks(of: size, fromGroup: number)
          size /= 2
          left -= 1
        }
      }
      number += 1
    }
  }

  private mutating func deleteBlocks(of size: Int, fromGroup number: Int) {
    guard number < groups().count else { return }
    var end = groups()[number].items.count
    while end > 0, !hasEnded {
      let start = Swift.max(0, end - size)
      let items = groups()[number].items
      guard end <= items.count else { return }
      if consider(removing(items[start..<end])), number >= groups().count { return }
      end = start
    }
  }

  /// Lowers a number and deletes as many of the items that follow it: a length that was drawn first,
  /// and elements anywhere among those it asked for.
  ///
  /// Keeps the number of items for each unit of the length.
  ///
  /// Costs about two calls for each item of a group whose count is a multiple of an earlier number.
  mutating func lowerLengths() {
    var position = 0
    while position < best.count, !hasEnded {
      for number in groups().indices where !hasEnded {
        lowerLength(at: position, group: number)
      }
      position += 1
    }
  }

  private mutating func lowerLength(at position: Int, group number: Int) {
    guard let start = dependents(of: position, group: number) else { return }
    var amount = start.amount
    while amount >= 1, !hasEnded {
      guard let now = dependents(of: position, group: number) else { return }
      var end = now.items.count
      while end > 0 {
        guard let now = dependents(of: position, group: number) else { return }
        let share = now.perUnit * amount
        guard amount <= now.amount, end <= now.items.count, end >= share else { break }
        var choices = best.choices
        choices[position] = now.lowered(by: amount)
        let removed = now.items[(end - share)..<end]
        for item in removed.reversed() { choices.removeSubrange(item) }
        let isLower = consider(choices)
        // Blocks that do not divide the group evenly end with one at its front.
        end = end - share >= share || end == share ? end - share : share
        if isLower, let now = dependents(of: position, group: number) {
          end = Swift.min(end, now.items.count)
        }
      }
      amount /= 2
    }
  }

  private struct Dependents {
    let items: [Range<Int>]
    let perUnit: Int
    let amount: Int
    let choice: Choice

    func lowered(by amount: Int) -> Choice {
      choice.moved(towardsTargetBy: UInt64(amount)) ?? choice
    }
  }

  /// The items after a number whose count is a multiple of it.
  private mutating func dependents(of position: Int, group number: Int) -> Dependents? {
    guard position < best.count, number < groups().count else { return nil }
    let choice = best.choices[position]
    guard let value = choice.integer, let distance = choice.distance, distance > 0 else {
      return nil
    }
    // The group follows the number, whole; in a hand-written loop over bare numbers, the length
    // may be of their kind and the first of their group.
    var items = groups()[number].items[...]
    if items.first == position..<(position + 1) { items = items.dropFirst() }
    guard let first = items.first, first.lowerBound > position else { return nil }
    for count in [value.magnitude, distance] where count <= UInt64(items.count) && count > 0 {
      if items.count % Int(count) == 0 {
        return Dependents(
          items: Array(items), perUnit: items.count / Int(count),
          amount: Int(Swift.min(distance, count)), choice: choice)
      }
    }
    return nil
  }

  /// Deletes an element and lowers the numbers that pointed past it, or one other number.
  ///
  /// Keeps what indices point to: a number greater than the element's position falls by one.
  ///
  /// Costs one call for each element, and in small cases (elements times numbers at most 64) one more
  /// for each number outside it.
  mutating func deleteAndLower() {
    var number = 0
    while number < groups().count, !hasEnded {
      var ordinal = groups()[number].items.count
      while ordinal > 0, number < groups().count, !hasEnded {
        ordinal -= 1
        let group = groups()[number]
        guard group.isDeletable, ordinal < group.items.count else { break }
        _ = deleteAndLower(group, ordinal)
      }
      number += 1
    }
  }

  private mutating func deleteAndLower(_ group: ItemGroup, _ ordinal: Int) -> Bool {
    let item = group.items[ordinal]
    var shifted = best.choices
    var others: [Int] = []
    for position in best.choices.indices where !item.contains(position) {
      guard let value = best.choices[position].integer, best.choices[position].index > 0 else {
        continue
      }
      others.append(position)
      if value > Int64(ordinal), let lower = best.choices[position].shifted(by: -1) {
        shifted[position] = lower
      }
    }
    guard !others.isEmpty else { return false }
    shifted.removeSubrange(item)
    if consider(shifted) { return true }
    guard group.items.count * others.count <= 64 else { return false }
    for position in others {
      guard let lower = best.choices[position].moved(towardsTargetBy: 1) else { continue }
      var choices = best.choices
      choices[position] = lower
      choices.removeSubrange(item)
      if consider(choices) { return true }
    }
    return false
  }
}
