extension Generator {
  /// All orders of some values, each equally likely; the given order is the simplest.
  ///
  /// - Parameter values: The values; more than ``Draw/choiceLimit`` are rejected when it is drawn
  ///   from.
  public static func shuffled<Element: Sendable>(
    _ values: [Element]
  ) -> Generator where Value == [Element] {
    guard values.count <= Draw.choiceLimit else {
      return impossible("shuffled", "\(values.count) values, not 0...\(Draw.choiceLimit)")
    }
    return Generator { draw throws(Rejection) in
      try draw.span(hash: StructureLabel.array) { draw throws(Rejection) in
        var values = values
        for place in values.indices.dropLast() {
          // The rest keeps its order, so that a choice of 0 leaves everything as it was.
          let taken = place + (try draw.index(below: values.count - place))
          if taken > place { values.insert(values.remove(at: taken), at: place) }
        }
        return values
      }
    }
  }

  /// Some of the given values, in their order.
  ///
  /// Fewer are simpler; of equally many, the first ones.
  ///
  /// Each value is taken or left by a choice of its own, so that the shrinker drops it alone.
  ///
  /// - Parameters:
  ///   - values: The values; more than ``Draw/choiceLimit`` are rejected when it is drawn from.
  ///   - count: How many to take, from a number in 0...values.count on; all numbers if not given.
  ///     Anything else is rejected when it is drawn from.
  public static func subsequences<Element: Sendable>(
    of values: [Element], count: ClosedRange<Int>? = nil
  ) -> Generator where Value == [Element] {
    let name = "subsequences(of:count:)"
    let range = count ?? 0...values.count
    guard values.count <= Draw.choiceLimit else {
      return impossible(name, "\(values.count) values, not 0...\(Draw.choiceLimit)")
    }
    guard (0...values.count).contains(range.lowerBound) else {
      return impossible(name, "count \(range), not from a number in 0...\(values.count) on")
    }
    let most = Swift.min(range.upperBound, values.count)
    return Generator { draw throws(Rejection) in
      let share = draw.preferredShare(from: range.lowerBound, to: most)
      return try draw.span(hash: StructureLabel.array) { draw throws(Rejection) in
        var taken: [Element] = []
        // Backwards, so that a required minimum falls on the first values.
        for place in values.indices.reversed() {
          let isTaken = try draw.takes(
            place, after: taken.count, least: range.lowerBound, most: most, share: share)
          if isTaken { taken.append(values[place]) }
        }
        taken.reverse()
        return taken
      }
    }
  }
}

extension Draw {
  /// How many values a random case wants to take; not recorded, and of no meaning in a replay.
  fileprivate mutating func preferredShare(from least: Int, to most: Int) -> Int {
    source == .random ? least + stream.below(most - least + 1) : least
  }

  /// Whether a value is taken that has `place` values before it: a choice where there is one.
  fileprivate mutating func takes(
    _ place: Int, after count: Int, least: Int, most: Int, share: Int
  ) throws(Rejection) -> Bool {
    if count == most || least - count > place {
      let isTaken = count < most
      try forced(isTaken)
      return isTaken
    }
    // Of the values left, as many as are missing: each set of the wanted size equally likely.
    return try boolean { stream, _ in stream.below(place + 1) < share - count }
  }
}
