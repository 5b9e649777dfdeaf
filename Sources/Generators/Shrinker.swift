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
    } while !hasEnded && best.choices != before
  }

  /// Whether a candidate comes to choices that were tried, or to none that could be the best.
  func isSettled(_ candidate: [Choice]) -> Bool {
    !Self.isSmaller(candidate, than: best.choices) || memory.knows(candidate, limit: best.count)
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
    draw.limit = best.count
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
    if found.magnitude > worst.failure.magnitude { worst = (found, recorded) }
    guard Self.isSmaller(recorded.choices, than: best.choices) else { return false }
    best = recorded
    failure = found
    labels = draw.labels
    knownGroups = nil
    return true
  }

  /// Shortlex: fewer choices first, then the smaller at the first difference.
  static func isSmaller(_ left: [Choice], than right: [Choice]) -> Bool {
    guard left.count == right.count else { return left.count < right.count }
    for position in left.indices where left[position].index != right[position].index {
      return left[position].index < right[position].index
    }
    return false
  }
}
