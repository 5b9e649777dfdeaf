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
    guard count.lowerBound >= 0 else {
      return refusing("arrays(of:count:)", "count \(count), not from 0 on")
    }
    let produce = element.produce
    let label =
      count.lowerBound < count.upperBound ? StructureLabel.element : StructureLabel.place
    return Generator { draw throws(Rejection) in
      try draw.span(hash: StructureLabel.array) { draw throws(Rejection) in
        var elements: [Element] = []
        // Decided before the first element, by a random case only; the record holds the
        // continuations one by one, so that each element can be deleted with its own.
        let wanted = draw.preferredCount(in: count)
        while elements.count < count.upperBound {
          let next = try draw.span(hash: label) {
            draw throws(Rejection) -> Element? in
            if count.lowerBound < count.upperBound {
              if elements.count < count.lowerBound {
                try draw.forced(true)
              } else if try !draw.boolean(preferring: { _, _ in elements.count < wanted }) {
                return nil
              }
            }
            return try produce(&draw)
          }
          guard let next else {
            // The refusal to go on is no element: it must not be deleted or sorted like one.
            draw.spans.removeLast()
            break
          }
          elements.append(next)
        }
        return elements
      }
    }
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

/// The labels of the parts that the generators here open.
enum StructureLabel {
  static let array = TextHash.short("array")
  static let element = TextHash.short("element")

  /// An element of an array whose length is not the array's own choice: it cannot be deleted alone.
  static let place = TextHash.short("place")
  static let alternative = TextHash.short("alternative")
}

extension Draw {
  /// The number of elements a random case takes; not recorded, and of no meaning in a replay.
  fileprivate mutating func preferredCount(in range: ClosedRange<Int>) -> Int {
    guard source == .random, range.lowerBound < range.upperBound else { return range.lowerBound }
    let room = Swift.min(range.upperBound - range.lowerBound, 256)
    let admitted = Swift.min(room, Swift.max(3, room * size / 100))
    let manner = stream.next()
    switch manner & 15 {
    case 0: return range.lowerBound
    case 1: return range.lowerBound + 1
    case 2: return range.lowerBound + admitted
    case 3..<11: return range.lowerBound + stream.below(Swift.min(admitted, 8) + 1)
    default: return range.lowerBound + stream.below(admitted + 1)
    }
  }
}
