/// Makes a failing case simple: shorter first, then smaller choices, never another failure.
///
/// All passes work on the choices, so that they reach through `map`, `flatMap` and closures. Each
/// proposes candidates to ``consider(_:)``; one that still fails the same way and is smaller in
/// shortlex order becomes the new best. The order has no infinite descent, the passes propose
/// finitely many candidates, and no candidate is tried twice, so it ends; the budget ends it sooner.
struct Shrinker {
  let property: (inout Draw) throws -> PropertyOutcome
  let first: PropertyFailure
  let budget: Int

  private(set) var best: ChoiceSequence
  private(set) var failure: PropertyFailure
  private(set) var labels: [String]

  /// The grossest failure seen, and its choices.
  private(set) var worst: (failure: PropertyFailure, choices: ChoiceSequence)

  private(set) var evaluations = 0
  private(set) var isOutOfBudget = false
  private(set) var interruption: String?

  private var memory = ChoiceMemory()

  /// The groups of ``best``, until it changes.
  var knownGroups: [ItemGroup]?

  init(
    _ recorded: ChoiceSequence, _ failure: PropertyFailure, labels: [String], budget: Int,
    property: @escaping (inout Draw) throws -> PropertyOutcome
  ) {
    self.property = property
    self.budget = budget
    self.labels = labels
    first = failure
    best = recorded
    self.failure = failure
    worst = (failure, recorded)
    _ = memory.remember(recorded.choices)
  }

  /// The bulks that have too many elements that matter, by kind and position.
  private var kept: Set<[Choice]> = []

  /// Whether nothing may be tried any more.
  var hasEnded: Bool { isOutOfBudget || interruption != nil }

  /// Runs all passes until none of them finds anything.
  mutating func run() {
    _ = consider([])
    var before: [Choice]
    repeat {
      before = best.choices
      passToDescendants()
      deleteItems(halvings: 2)
      lowerWithDependents()
      trivialise()
      deleteItems(halvings: .max)
      lowerAlternatives()
      lowerEach()
      lowerEqual()
      sortSiblings()
      lowerPairs()
      merge()
      deleteAndLower()
      hoist()
      deleteLoose()
      if best.choices == before { lowerWithWords() }
      if best.choices == before { spellOut() }
    } while !hasEnded && best.choices != before
  }

  /// Where the shrinker stands, to come back to.
  struct Checkpoint {
    fileprivate let best: ChoiceSequence
    fileprivate let failure: PropertyFailure
    fileprivate let labels: [String]
  }

  var checkpoint: Checkpoint { Checkpoint(best: best, failure: failure, labels: labels) }

  /// Goes back to an earlier best.
  mutating func restore(_ checkpoint: Checkpoint) {
    best = checkpoint.best
    failure = checkpoint.failure
    labels = checkpoint.labels
    knownGroups = nil
  }

  /// Remembers that the bulk at a position is better left as it is.
  mutating func keep(_ position: Int) { kept.insert(Array(best.choices[...position])) }

  /// Whether the bulk at a position is better left as it is.
  func isKept(_ position: Int) -> Bool { kept.contains(Array(best.choices[...position])) }

  /// Whether a candidate comes to choices that were tried, or to none that could be the best.
  func isSettled(_ candidate: [Choice]) -> Bool {
    !Self.isSmaller(candidate, than: best.choices)
      || memory.knows(candidate, limit: limit(candidate))
  }

  /// How many choices a candidate may come to: only a list of elements, and its end, make a case longer.
  private func limit(_ candidate: [Choice]) -> Int {
    var lists = 0
    for choice in candidate {
      if case .bulk = choice.kind { lists += 1 }
    }
    return Swift.min(Swift.max(best.count, candidate.count) + lists, Draw.choiceLimit)
  }

  /// Tries a candidate.
  ///
  /// - Returns: Whether it is the new best.
  mutating func consider(_ candidate: [Choice]) -> Bool {
    guard !hasEnded, !isSettled(candidate) else { return false }
    guard evaluations < budget else {
      isOutOfBudget = true
      return false
    }
    evaluations += 1
    var draw = Draw(script: candidate.map(\.index), kinds: candidate.map(\.kind))
    draw.limit = limit(candidate)
    let outcome: PropertyOutcome
    do {
      outcome = try property(&draw)
    } catch is Rejection {
      outcome = .discarded
    } catch {
      interruption = String(describing: error)
      return false
    }
    guard memory.remember(draw.choices) else {
      interruption = "the property draws differently after equal choices"
      return false
    }
    guard case .fails(let found) = outcome, !draw.isOverrun, found.isSame(as: first) else {
      return false
    }
    let recorded = draw.recorded
    if found.isWorse(than: worst.failure) { worst = (found, recorded) }
    guard Self.isSmaller(recorded.choices, than: best.choices) else { return false }
    best = recorded
    failure = found
    labels = draw.labels
    knownGroups = nil
    return true
  }

  /// Shortlex: fewer choices first, then the smaller at the first difference; without the entries of
  /// lists, then with them.
  static func isSmaller(_ left: [Choice], than right: [Choice]) -> Bool {
    guard left.contains(where: \.isListed) || right.contains(where: \.isListed) else {
      return isShorter(left, than: right)
    }
    let outer = (left.filter { !$0.isListed }, right.filter { !$0.isListed })
    if isShorter(outer.0, than: outer.1) { return true }
    return !isShorter(outer.1, than: outer.0) && isShorter(left, than: right)
  }

  private static func isShorter(_ left: [Choice], than right: [Choice]) -> Bool {
    guard left.count == right.count else { return left.count < right.count }
    for position in left.indices where left[position].index != right[position].index {
      return left[position].index < right[position].index
    }
    return false
  }
}
