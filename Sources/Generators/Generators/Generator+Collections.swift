extension Generator {
  /// Arrays of values, with a number of elements in `count`; shorter is simpler.
  ///
  /// - Parameters:
  ///   - element: What the arrays hold.
  ///   - count: How many elements; from 0. A random case draws at most 256 above the lower bound,
  ///     and a case makes at most ``Draw/choiceLimit`` choices.
  public static func arrays<Element>(
    of element: Generator<Element>, count: ClosedRange<Int>
  ) -> Generator where Value == [Element] {
    if let problem = Draw.problem(ofCount: count) {
      return impossible("arrays(of:count:)", problem)
    }
    let produce = element.produce
    guard count.lowerBound < count.upperBound else {
      return Generator { draw throws(Rejection) in
        try draw.elements(count.lowerBound, produce)
      }
    }
    return Generator { draw throws(Rejection) in try draw.elements(in: count, produce) }
  }

  /// Nil, or a value of the generator; nil is the simpler.
  public static func optional<Wrapped>(
    _ wrapped: Generator<Wrapped>
  ) -> Generator where Value == Wrapped? {
    let produce = wrapped.produce
    return Generator { draw throws(Rejection) in
      try draw.span(hash: StructureLabel.alternative) { draw throws(Rejection) -> Wrapped? in
        let isPresent = try draw.boolean { stream, _ in stream.next() & 3 != 0 }
        return isPresent ? try produce(&draw) : nil
      }
    }
  }
}

extension Draw {
  /// An array whose length is not its own choice.
  fileprivate mutating func elements<Element>(
    _ count: Int, _ produce: (inout Draw) throws(Rejection) -> Element
  ) throws(Rejection) -> [Element] {
    try span(hash: StructureLabel.array) { draw throws(Rejection) in
      var elements: [Element] = []
      elements.reserveCapacity(count)
      while elements.count < count {
        elements.append(try draw.span(hash: StructureLabel.place, produce))
      }
      return elements
    }
  }

  /// An array with a choice before each element that says whether there is another one.
  ///
  /// A choice with only one admissible value is recorded too: so each element can be deleted with its
  /// own choice, in an array of the greatest length as well.
  fileprivate mutating func elements<Element>(
    in range: ClosedRange<Int>, _ produce: (inout Draw) throws(Rejection) -> Element
  ) throws(Rejection) -> [Element] {
    let wanted = preferredCount(in: range)
    return try span(hash: StructureLabel.array) { draw throws(Rejection) in
      var elements: [Element] = []
      while true {
        let span = draw.startSpan(StructureLabel.element)
        do throws(Rejection) {
          guard try draw.hasMore(after: elements.count, in: range, wanted: wanted) else {
            // The choice that ends the array is no element: it must not be deleted or sorted like one.
            draw.removeSpan(span)
            return elements
          }
          elements.append(try produce(&draw))
        } catch {
          draw.endSpan(span)
          throw error
        }
        draw.endSpan(span)
      }
    }
  }

  /// Whether an array has another element: a choice where there is one.
  mutating func hasMore(
    after count: Int, in range: ClosedRange<Int>, wanted: Int
  ) throws(Rejection) -> Bool {
    if count < range.lowerBound || count >= range.upperBound {
      try forced(count < range.lowerBound)
      return count < range.lowerBound
    }
    return try boolean { _, _ in count < wanted }
  }

  /// The number of elements a random case takes; not recorded, and of no meaning in a replay.
  mutating func preferredCount(in range: ClosedRange<Int>) -> Int {
    guard source == .random, range.lowerBound < range.upperBound else { return range.lowerBound }
    let room = Swift.min(range.upperBound - range.lowerBound, 256)
    let admitted = Swift.min(room, Swift.max(3, room * size / 100))
    let selector = stream.next()
    switch selector & 15 {
    case 0: return range.lowerBound
    case 1: return range.lowerBound + 1
    case 2: return range.lowerBound + admitted
    case 3..<11: return range.lowerBound + stream.below(Swift.min(admitted, 8) + 1)
    default: return range.lowerBound + stream.below(admitted + 1)
    }
  }
}
