/// A run of one property over many random cases.
///
/// Cases depend on (key, name, number) alone: the same run draws the same cases, and case i of a
/// run is case i by itself.
public struct PropertyCheck: Sendable {
  /// The property's name: part of every case's randomness, and of its tokens.
  public var name: String

  /// The random key of the run.
  public var key: UInt64

  /// How many cases have to hold; below 1 counts as 1.
  public var cases: Int

  /// How often the shrinker may call the property; below 1, not at all.
  public var shrinkEvaluations: Int

  /// How many cases may be discarded for each one asked for; 1,000 always may, and below 0 counts as 0.
  public var discardsPerCase: Int

  /// The number of the first case.
  public var firstCase: UInt64

  /// How long the shrinker may take, in seconds; nil for no limit.
  ///
  /// Where it ends the shrinking depends on the machine: a report is then not repeatable.
  public var shrinkSeconds: Double?

  /// The cases that failed once, which are replayed before others are drawn; nil for none.
  public var corpus: Corpus?

  /// Where to name the case that is running; nil for nowhere.
  public var journal: Journal?

  /// The shares to be reached, beside those that the property asks for.
  ///
  /// One that is listed here is in the report even if the property never asks.
  public var covers: [Cover]

  /// The chance at most that a share is judged wrongly, for each of them.
  ///
  /// In 10⁻³⁰⁰...0.5; outside, the bound next to it counts, and 10⁻⁹ for NaN.
  public var coverErrorRate: Double

  /// A run of a property.
  ///
  /// - Parameters:
  ///   - name: The property's name.
  ///   - key: The random key.
  ///   - cases: How many cases have to hold.
  ///   - shrinkEvaluations: How often the shrinker may call the property.
  ///   - discardsPerCase: How many cases may be discarded for each one asked for.
  ///   - firstCase: The number of the first case, for a run that continues another.
  ///   - shrinkSeconds: How long the shrinker may take; nil for no limit, and what is not above 0 for
  ///     no time at all.
  ///   - corpus: The cases that failed once; nil for none.
  ///   - journal: Where to name the case that is running; nil for nowhere.
  ///   - covers: The shares to be reached, beside those that the property asks for.
  ///   - coverErrorRate: The chance at most that a share is judged wrongly.
  public init(
    name: String, key: UInt64, cases: Int = 200, shrinkEvaluations: Int = 2_000,
    discardsPerCase: Int = 10, firstCase: UInt64 = 0,
    shrinkSeconds: Double? = nil, corpus: Corpus? = nil, journal: Journal? = nil,
    covers: [Cover] = [], coverErrorRate: Double = 1e-9
  ) {
    self.name = name
    self.key = key
    self.cases = cases
    self.shrinkEvaluations = shrinkEvaluations
    self.discardsPerCase = discardsPerCase
    self.firstCase = firstCase
    self.shrinkSeconds = shrinkSeconds
    self.corpus = corpus
    self.journal = journal
    self.covers = covers
    self.coverErrorRate = coverErrorRate
  }
}
