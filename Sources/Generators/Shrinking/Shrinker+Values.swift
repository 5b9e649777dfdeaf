/// Makes values smaller: many at once, alternatives, single ones, and equal ones.
extension Shrinker {
  /// Gives many choices their simplest value at once: all numbers, then halves of them.
  ///
  /// Keeps the number of choices, and the booleans, as they say how often things repeat.
  ///
  /// Costs at most about one call for each choice.
  mutating func trivialise() {
    trivialise(0..<best.count)
  }

  private mutating func trivialise(_ range: Range<Int>) {
    guard !hasEnded else { return }
    let inside = range.clamped(to: 0..<best.count)
    let positions = inside.filter {
      best.choices[$0].index > 0 && best.choices[$0].kind.family != 0
    }
    guard positions.count > 1 else { return }
    var choices = best.choices
    for position in positions {
      choices[position] = Choice(kind: choices[position].kind, index: 0)
    }
    if consider(choices) { return }
    // Single values are the next pass's business.
    guard positions.count > 3 else { return }
    let middle = positions[positions.count / 2]
    trivialise(middle..<inside.upperBound)
    trivialise(inside.lowerBound..<middle)
  }

  /// Takes an earlier alternative or turns a repetition off, without what had been drawn for it.
  ///
  /// Keeps all choices outside the span. Inside, the first choice becomes smaller, and the others go or
  /// become the simplest.
  ///
  /// Costs at most two calls for each earlier alternative of a span, three in a bulk; at most 63
  /// alternatives are tried.
  mutating func lowerAlternatives() {
    var number = 0
    while number < best.spans.count, !hasEnded {
      let span = best.spans[number]
      number += 1
      guard span.start < span.end, span.end <= best.count else { continue }
      let head = best.choices[span.start]
      guard head.isFree, head.index > 0, head.index < 64 else { continue }
      switch head.kind {
      case .boolean, .integer: if span.end - span.start == 1 { continue }
      case .bulk: break
      default: continue
      }
      for index in 0..<head.index {
        let lower = Choice(kind: head.kind, index: index)
        let rest = best.choices[(span.start + 1)..<span.end]
        let simplest = rest.map { Choice(kind: $0.kind, index: 0) }
        let front = best.choices[..<span.start]
        let back = best.choices[span.end...]
        if consider(front + [lower] + back) || consider(front + [lower] + simplest + back) {
          break
        }
        // A pattern may do with the key of another.
        if case .bulk = head.kind, consider(front + [lower] + rest + back) { break }
      }
    }
  }

  /// Lowers each choice by itself.
  ///
  /// Keeps all other choices.
  ///
  /// Costs for each choice one call for the simplest value, and where that passes a binary search: about
  /// as many calls as its distance from there has bits.
  mutating func lowerEach() {
    var position = 0
    while position < best.count, !hasEnded {
      lower([position])
      position += 1
    }
  }

  /// Lowers choices of equal value together.
  ///
  /// Keeps that they are equal, and all other choices.
  ///
  /// Costs for each value that comes twice as much as ``lowerEach()`` for one choice.
  mutating func lowerDuplicates() {
    var groups: [Choice.Signature: [Int]] = [:]
    for (position, choice) in best.choices.enumerated()
    where choice.isFree && choice.index > 0 && choice.kind.family != 0 {
      groups[choice.signature, default: []].append(position)
    }
    let several = groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    for positions in several where !hasEnded {
      let index = positions.last.flatMap { $0 < best.count ? best.choices[$0].index : nil }
      // An earlier group may have changed what stands here.
      let isUnchanged = positions.allSatisfy { $0 < best.count && best.choices[$0].index == index }
      if isUnchanged { lower(positions) }
    }
  }

  /// Sets the choices at some places to one index.
  mutating func set(_ positions: [Int], to index: UInt64) -> Bool {
    guard let last = positions.last, last < best.count else { return false }
    var choices = best.choices
    for position in positions {
      choices[position] = Choice(kind: choices[position].kind, index: index)
    }
    return consider(choices)
  }

  /// Lowers choices, all of one value, as far as they go.
  private mutating func lower(_ positions: [Int]) {
    guard let position = positions.last, position < best.count else { return }
    let choice = best.choices[position]
    guard choice.isFree, choice.index > 0 else { return }
    switch choice.kind {
    case .bulk: return
    case .place:
      // 0 would end the list.
      if !set(positions, to: 1) { minimise(from: choice.index, setting(positions) { $0 }) }
      return
    default: if set(positions, to: 0) { return }
    }
    switch choice.kind {
    case .forced, .boolean, .bulk, .place: return
    case .integer: lowerInteger(positions)
    case .word:
      // A key has no meaningful order: each of the first few may do.
      for index in 1..<Swift.max(1, Swift.min(choice.index, 12)) where set(positions, to: index) {
        return
      }
      minimise(from: choice.index, setting(positions) { $0 })
    case .float(let width), .element(let width, _):
      lowerFloat(positions, FloatOrder(width: width))
    case .bounded: lowerFloat(positions, FloatOrder(width: .double))
    }
  }

  private mutating func lowerInteger(_ positions: [Int]) {
    guard let position = positions.last, position < best.count else { return }
    // The same distance on the simpler side of the target.
    if case .integer(_, _, let target) = best.choices[position].kind,
      let value = best.choices[position].integer, value < target,
      let distance = best.choices[position].distance,
      let mirrored = best.choices[position].kind.index(
        of: Int64(bitPattern: UInt64(bitPattern: target) &+ distance))
    {
      _ = set(positions, to: mirrored)
    }
    guard position < best.count, let distance = best.choices[position].distance else { return }
    let choice = best.choices[position]
    let wanted = setting(positions) { choice.moved(towardsTargetBy: distance &- $0)?.index }
    minimise(from: distance, wanted)
    // A distance between two numbers is met on either side: the far side is two steps away.
    if position < best.count, let lower = best.choices[position].moved(towardsTargetBy: 2) {
      _ = set(positions, to: lower.index)
    }
    // The next simpler value of all is on the other side of the target.
    guard position < best.count, best.choices[position].index > 0 else { return }
    _ = set(positions, to: best.choices[position].index - 1)
  }

  /// Candidates that set some choices to the index that a number stands for; nil for none.
  func setting(
    _ positions: [Int], _ index: @escaping (UInt64) -> UInt64?
  ) -> (Shrinker, UInt64) -> [Choice]? {
    { shrinker, number in
      guard let index = index(number), let last = positions.last, last < shrinker.best.count else {
        return nil
      }
      var choices = shrinker.best.choices
      for position in positions {
        choices[position] = Choice(kind: choices[position].kind, index: index)
      }
      return choices
    }
  }

  /// Finds the least number whose candidate still fails, by binary search, as if all above it failed
  /// too; that of 0 is known not to.
  ///
  /// Searches the number of bits first when there are many of them, then the number.
  mutating func minimise(
    from start: UInt64, _ candidate: (Shrinker, UInt64) -> [Choice]?
  ) {
    guard start > 1, let next = candidate(self, start - 1), !isRedundant(next) else { return }
    var failing = start
    var passing: UInt64 = 1
    if let choices = candidate(self, 1), consider(choices) { return }
    while !hasEnded, failing &- passing > 1 {
      let high = 64 &- failing.leadingZeroBitCount
      let low = 64 &- passing.leadingZeroBitCount
      var middle = passing &+ (failing &- passing) / 2
      if high &- low > 10 { middle = 1 &<< UInt64((high &+ low) / 2) }
      if let choices = candidate(self, middle), consider(choices) {
        failing = middle
      } else {
        passing = middle
      }
    }
  }
}

extension Choice {
  /// What makes choices equal: the case of the kind, and the value.
  struct Signature: Hashable {
    let family: Int
    let value: UInt64
  }

  var signature: Signature {
    Signature(
      family: kind.family, value: integer.map { UInt64(bitPattern: $0) } ?? index)
  }
}
