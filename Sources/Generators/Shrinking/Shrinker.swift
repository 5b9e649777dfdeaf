/// Makes a failing case simple: shorter first, then smaller choices, never another failure.
///
/// All passes work on the choice sequence, so that they reach through `map`, `flatMap` and closures.
/// A pass proposes candidates to ``consider(_:)``. A candidate that fails in the same way, and comes
/// to a smaller sequence in shortlex order, becomes the new best.
///
/// # What every pass keeps
///
/// - The identity of the failure: ``PropertyFailure/isSame(as:)`` compares it with the first one.
/// - The descent: the best case only ever becomes smaller, so no pass undoes another one for ever. Only
///   ``expandPatterns()`` may go back, to the best case that it started from.
/// - The end: the order has no infinite descent, and a pass proposes finitely many candidates for a
///   best case. The budget and an error of the property end the shrinking sooner.
///
/// # How to write a pass
///
/// A pass need not know what its candidate will come to. Choices that do not fit what the property
/// asks for are clamped, missing ones are the simplest, and surplus ones are ignored. So a pass may
/// guess; what matters is that few guesses are wrong, because only calls of the property cost time.
/// A candidate that is not smaller, or comes to choices that were tried (``ChoiceMemory``), costs no
/// call. After each successful candidate positions, spans and groups are those of another sequence: a
/// pass reads them again from ``best``.
///
/// # The order of the passes
///
/// The simplest case of all comes first: one call, and a property that fails for it ends there. Then rounds of
/// all passes run until a round changes nothing. Within a round:
///
/// 1. *Large deletions*: a tree gives way to a branch, whole groups and halves of them go, lengths
///    fall together with what they count, and many choices become the simplest at once. A few calls
///    can remove most of the case, and the costs below grow with the number of choices.
/// 2. *Single deletions*: spans go one by one, and alternatives give way to earlier ones.
/// 3. *Smaller values*: each choice by itself, then equal ones together. This is a search for each
///    choice, so it comes when few choices are left.
/// 4. *Pairs*: sorting, moving amounts between numbers, merging elements, deleting and correcting
///    indices, moving spans. These cost up to the square of a group, and need small values to work.
/// 5. *Guesses without structure*: deleting choices that belong to no span. Most of these move later
///    choices to where they do not belong, so few succeed.
///
/// Two passes run only after a round that changed nothing: ``lowerWithWords()`` tries many random
/// words for one smaller number, and ``expandPatterns()`` makes the sequence longer for a while. What
/// either finds starts another round. Repeating a round is cheap: what failed is remembered.
struct Shrinker {
  let property: (inout Draw) throws -> PropertyOutcome
  let first: PropertyFailure
  let budget: Int

  private(set) var best: ChoiceSequence
  private(set) var failure: PropertyFailure
  private(set) var labels: [String]

  /// The failure with the largest deviation seen, and its choices.
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

  /// The bulks in which too many elements matter for a list, by the choices up to theirs.
  private var unexpandable: Set<[Choice]> = []

  /// Whether nothing may be tried any more.
  var hasEnded: Bool { isOutOfBudget || interruption != nil }

  /// Runs all passes until none of them finds anything.
  mutating func run() {
    _ = consider([])
    var before: [Choice]
    repeat {
      before = best.choices
      replaceWithDescendants()
      deleteSpans(halvings: 2)
      lowerLengths()
      trivialise()
      deleteSpans(halvings: .max)
      lowerAlternatives()
      lowerEach()
      lowerDuplicates()
      sortSiblings()
      lowerPairs()
      merge()
      deleteAndLower()
      moveSpansForward()
      deleteChoices()
      if best.choices == before { lowerWithWords() }
      if best.choices == before { expandPatterns() }
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

  /// Remembers that the bulk at a position has no short list.
  mutating func markUnexpandable(_ position: Int) {
    unexpandable.insert(Array(best.choices[...position]))
  }

  /// Whether the bulk at a position is known to have no short list.
  func isUnexpandable(_ position: Int) -> Bool {
    unexpandable.contains(Array(best.choices[...position]))
  }

  /// Whether a candidate needs no call: it comes to choices that were tried, or is not smaller.
  func isRedundant(_ candidate: [Choice]) -> Bool {
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
    guard !hasEnded, !isRedundant(candidate) else { return false }
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
