extension Generator {
  /// Sets of values, with a number of elements in `count`; fewer is simpler.
  ///
  /// An element that is there already is drawn again, up to 100 times. When nothing new comes up,
  /// a set of at least the least size ends there; for a smaller one the case is rejected.
  ///
  /// - Parameters:
  ///   - element: What the sets hold.
  ///   - count: How many elements; from a number in 0...``Draw/choiceLimit`` on, anything else is
  ///     rejected when it is drawn from.
  public static func sets<Element: Hashable & Sendable>(
    of element: Generator<Element>, count: ClosedRange<Int>
  ) -> Generator where Value == Set<Element> {
    Generator<[Element]>.distinct("sets(of:count:)", count, element.produce).map { Set($0) }
  }

  /// Arrays in which no value stands twice; shorter is simpler.
  ///
  /// Elements that stand there already are drawn again, as in ``sets(of:count:)``.
  ///
  /// - Parameters:
  ///   - element: What the arrays hold.
  ///   - count: How many elements; from a number in 0...``Draw/choiceLimit`` on, anything else is
  ///     rejected when it is drawn from.
  public static func uniqueArrays<Element: Hashable & Sendable>(
    of element: Generator<Element>, count: ClosedRange<Int>
  ) -> Generator where Value == [Element] {
    .distinct("uniqueArrays(of:count:)", count, element.produce)
  }

  /// Dictionaries, with a number of entries in `count`; fewer is simpler.
  ///
  /// Each entry draws its key, again while it is there already as in ``sets(of:count:)``, and
  /// then its value.
  ///
  /// - Parameters:
  ///   - keys: The keys.
  ///   - values: The values.
  ///   - count: How many entries; from a number in 0...``Draw/choiceLimit`` on, anything else is
  ///     rejected when it is drawn from.
  public static func dictionaries<Key: Hashable & Sendable, Item>(
    keys: Generator<Key>, values: Generator<Item>, count: ClosedRange<Int>
  ) -> Generator where Value == [Key: Item] {
    let name = "dictionaries(keys:values:count:)"
    if let problem = Draw.problem(ofCount: count) { return impossible(name, problem) }
    let key = keys.produce
    let item = values.produce
    return Generator { draw throws(Rejection) in
      let entries = try draw.distinctElements(name, in: count, key) {
        (draw, key) throws(Rejection) in (key, try item(&draw))
      }
      return Dictionary(entries) { first, _ in first }
    }
  }

  private static func distinct<Element: Hashable & Sendable>(
    _ name: String, _ count: ClosedRange<Int>,
    _ produce: @escaping @Sendable (inout Draw) throws(Rejection) -> Element
  ) -> Generator where Value == [Element] {
    if let problem = Draw.problem(ofCount: count) { return impossible(name, problem) }
    return Generator { draw throws(Rejection) in
      try draw.distinctElements(name, in: count, produce) { _, element in element }
    }
  }
}

extension Draw {
  /// What is wrong with a number of elements, if anything.
  static func problem(ofCount count: ClosedRange<Int>) -> String? {
    guard (0...choiceLimit).contains(count.lowerBound) else {
      return "count \(count), not from a number in 0...\(choiceLimit) on"
    }
    return nil
  }

  /// Elements with different keys, recorded like those of an array.
  ///
  /// - Parameters:
  ///   - name: The generator, for its rejection.
  ///   - range: How many elements.
  ///   - produce: Draws a key.
  ///   - complete: Draws the rest of an element whose key is new.
  fileprivate mutating func distinctElements<Key: Hashable, Element>(
    _ name: String, in range: ClosedRange<Int>,
    _ produce: (inout Draw) throws(Rejection) -> Key,
    _ complete: (inout Draw, Key) throws(Rejection) -> Element
  ) throws(Rejection) -> [Element] {
    let wanted = preferredCount(in: range)
    return try span(hash: StructureLabel.array) { draw throws(Rejection) in
      var known: Set<Key> = []
      var elements: [Element] = []
      while true {
        let mark = draw.mark
        let span = draw.startSpan(StructureLabel.element)
        do throws(Rejection) {
          guard try draw.hasMore(after: elements.count, in: range, wanted: wanted) else {
            draw.removeSpan(span)
            return elements
          }
          let key = try draw.attempting(attempts: 100) { draw throws(Rejection) -> Key? in
            let key = try produce(&draw)
            return known.insert(key).inserted ? key : nil
          }
          guard let key else {
            guard draw.source != .replay, elements.count >= range.lowerBound else {
              throw Rejection(generator: name, reason: .filtered(attempts: draw.admitted(100)))
            }
            // Nothing new to be had: the record says that it ends here instead.
            draw.endSpan(span)
            draw.rewind(to: mark)
            try draw.endHere()
            return elements
          }
          elements.append(try complete(&draw, key))
        } catch {
          draw.endSpan(span)
          throw error
        }
        draw.endSpan(span)
      }
    }
  }
}
