/// The choice sequences that were tried, so that the property is never called twice on the same one.
///
/// Different candidates can come to the same choices, by clamping, by running short, or by having
/// choices left over. But equal choices up to here make the property ask for the same thing next.
/// So the choices that a candidate would come to follow from the runs that began the same way,
/// without calling the property; the candidate is new only where no such run goes on.
struct ChoiceMemory {
  /// The choices of one run, kinds by number.
  private struct Run {
    var indices: [UInt64]
    var kinds: [UInt32]
  }

  /// All runs, in the order of their indices: those that begin the same way are neighbours.
  private var runs: [Run] = []
  private var kinds: [Choice.Kind] = []
  private var kindNumbers: [Choice.Kind: UInt32] = [:]

  /// Whether a candidate comes to choices that were tried, or to more than `limit` choices.
  func knows(_ candidate: [Choice], limit: Int) -> Bool {
    guard !runs.isEmpty else { return false }
    var matching = 0..<runs.count
    var depth = 0
    while true {
      let run = runs[matching.lowerBound]
      guard depth < run.indices.count else { return true }
      guard depth < limit else { return true }
      let kind = kinds[Int(run.kinds[depth])]
      var index = kind.admitted(0)
      if depth < candidate.count, kind.isRelated(to: candidate[depth].kind) {
        index = kind.admitted(candidate[depth].index)
      }
      matching = narrowed(matching, depth: depth, index: index)
      if matching.isEmpty { return false }
      depth += 1
    }
  }

  /// Remembers a run.
  ///
  /// - Returns: False when it asked for something else than a run that began the same way: the property
  ///   does not depend on its draws alone.
  mutating func remember(_ choices: [Choice]) -> Bool {
    var run = Run(indices: [], kinds: [])
    run.indices.reserveCapacity(choices.count)
    run.kinds.reserveCapacity(choices.count)
    var previous: (kind: Choice.Kind, number: UInt32)?
    for choice in choices {
      if let previous, previous.kind == choice.kind {
        run.kinds.append(previous.number)
      } else {
        let number = number(of: choice.kind)
        previous = (choice.kind, number)
        run.kinds.append(number)
      }
      run.indices.append(choice.index)
    }
    var matching = 0..<runs.count
    var depth = 0
    while !matching.isEmpty, depth < run.indices.count {
      let neighbour = runs[matching.lowerBound]
      // One of the two ended where the other went on.
      guard depth < neighbour.kinds.count else { return false }
      guard neighbour.kinds[depth] == run.kinds[depth] else { return false }
      matching = narrowed(matching, depth: depth, index: run.indices[depth])
      depth += 1
    }
    guard matching.isEmpty else { return runs[matching.lowerBound].indices.count == depth }
    runs.insert(run, at: matching.lowerBound)
    return true
  }

  private mutating func number(of kind: Choice.Kind) -> UInt32 {
    if let known = kindNumbers[kind] { return known }
    let number = UInt32(kinds.count)
    kinds.append(kind)
    kindNumbers[kind] = number
    return number
  }

  /// The runs among neighbours that go on with `index`; when there are none, the empty range
  /// where they would stand.
  private func narrowed(_ matching: Range<Int>, depth: Int, index: UInt64) -> Range<Int> {
    let first = runs[matching.lowerBound].indices[depth]
    let last = runs[matching.upperBound - 1].indices[depth]
    if first == index && last == index { return matching }
    if index < first { return matching.lowerBound..<matching.lowerBound }
    if index > last { return matching.upperBound..<matching.upperBound }
    let start = partition(matching) { runs[$0].indices[depth] >= index }
    let end = partition(start..<matching.upperBound) { runs[$0].indices[depth] > index }
    return start..<end
  }

  private func partition(_ range: Range<Int>, _ isAbove: (Int) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if isAbove(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
