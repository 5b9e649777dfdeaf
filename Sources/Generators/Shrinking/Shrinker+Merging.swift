/// Combines elements, and moves spans to earlier places.
extension Shrinker {
  /// Deletes an element with one number in it and adds that number to another element's.
  ///
  /// Keeps the sum, even where it runs over the bounds of the numbers and wraps.
  ///
  /// Costs at most a call for every two elements of a group, and only in groups of at most 16.
  mutating func merge() {
    var number = 0
    while number < groups().count, !hasEnded {
      var ordinal = 0
      while number < groups().count, ordinal < groups()[number].items.count, !hasEnded {
        let group = groups()[number]
        guard group.isDeletable, group.items.count <= 16 else { break }
        if !merge(group, ordinal) { ordinal += 1 }
      }
      number += 1
    }
  }

  private mutating func merge(_ group: ItemGroup, _ ordinal: Int) -> Bool {
    guard let own = onlyNumber(in: group.items[ordinal]), best.choices[own].index > 0 else {
      return false
    }
    for (place, item) in group.items.enumerated() where place != ordinal {
      guard let other = onlyNumber(in: item),
        let sum = best.choices[own].added(to: best.choices[other])
      else { continue }
      var choices = best.choices
      choices[other] = sum
      choices.removeSubrange(group.items[ordinal])
      if consider(choices) { return true }
    }
    return false
  }

  /// The place of the one choice of an element that is no boolean.
  private func onlyNumber(in item: Range<Int>) -> Int? {
    let places = item.filter { best.choices[$0].kind.family != 0 }
    return places.count == 1 ? places.first : nil
  }

  /// Moves a span out of a span with the same label and in front of it: a tree leans to the right.
  ///
  /// Otherwise moves it in front of an earlier span with its label but another parent: the branches of
  /// one node become those of another.
  ///
  /// Keeps all choices, in another order.
  ///
  /// Costs for each nested span at most a call for each ancestor with its label, and four more.
  mutating func moveSpansForward() {
    var number = 0
    while number < best.spans.count, !hasEnded {
      let span = best.spans[number]
      if span.start < span.end, !moveOut(number) { moveForward(number) }
      number += 1
    }
  }

  private mutating func moveOut(_ number: Int) -> Bool {
    let span = best.spans[number]
    var outer = span.parent
    while outer >= 0 {
      let around = best.spans[outer]
      if around.label == span.label, move(span, to: around.start) { return true }
      outer = around.parent
    }
    return false
  }

  private mutating func moveForward(_ number: Int) {
    let span = best.spans[number]
    // Only where spans with this label are nested; elsewhere sorting does this.
    guard isNested(span) else { return }
    let earlier = best.spans[..<number].filter {
      $0.label == span.label && $0.parent != span.parent && $0.end <= span.start
    }
    for other in earlier.suffix(4) where move(span, to: other.start) { return }
  }

  private func isNested(_ span: ChoiceSequence.Span) -> Bool {
    var outer = span.parent
    while outer >= 0 {
      if best.spans[outer].label == span.label { return true }
      outer = best.spans[outer].parent
    }
    return false
  }

  private mutating func move(_ span: ChoiceSequence.Span, to place: Int) -> Bool {
    let choices =
      best.choices[..<place] + best.choices[span.start..<span.end]
      + best.choices[place..<span.start] + best.choices[span.end...]
    return consider(Array(choices))
  }
}

extension Choice {
  /// The sum of two numbers of one kind as a choice in place of `other`; nil when there is none.
  ///
  /// Integers wrap at the bounds of `other`; floats must not run over them.
  fileprivate func added(to other: Choice) -> Choice? {
    switch (kind, other.kind) {
    case (.integer, .integer(let low, let high, _)):
      guard let value = integer, let addend = other.integer else { return nil }
      let offset = Self.wrapped(
        IntegerOrder.distance(low, addend), plus: value, last: IntegerOrder.distance(low, high))
      return other.kind.index(of: Int64(bitPattern: UInt64(bitPattern: low) &+ offset))
        .map { Choice(kind: other.kind, admitted: $0) }
    case (.float(let width), .float(let own)) where width == own:
      return Self.sum(self, other, FloatOrder(width: width))
    case (.bounded, .bounded): return Self.sum(self, other, FloatOrder(width: .double))
    default: return nil
    }
  }

  /// (offset + value) modulo (last + 1), for an offset in 0...last.
  private static func wrapped(_ offset: UInt64, plus value: Int64, last: UInt64) -> UInt64 {
    guard last < .max else { return offset &+ UInt64(bitPattern: value) }
    let modulus = last + 1
    let rest = value.magnitude % modulus
    let up = value < 0 && rest > 0 ? modulus - rest : rest
    return offset >= modulus - up ? offset - (modulus - up) : offset + up
  }

  private static func sum(_ left: Choice, _ right: Choice, _ order: FloatOrder) -> Choice? {
    let sum = order.value(at: left.index) + order.value(at: right.index)
    guard sum.isFinite else { return nil }
    let index = order.index(of: sum)
    guard right.kind.admitted(index) == index else { return nil }
    return Choice(kind: right.kind, admitted: index)
  }
}
