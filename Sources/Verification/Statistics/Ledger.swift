#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The false-alarm budget of one run, and what has been charged to it.
///
/// The budget is split evenly over the statistical requirements, and each requirement's part evenly
/// over its assertions; by the union bound a correct subject is called wrong with at most the budget's
/// probability, over all assertions of a run with a fresh key.
public struct Ledger: Sendable {
  /// The probability, over fresh keys, that a run calls a correct subject wrong.
  public let budget: Double

  /// The number of requirements that share the budget.
  public let accounts: Int

  /// The least of (logarithm of a tail bound) − (logarithm of its threshold), to base 10.
  public private(set) var leastMargin: Double?

  /// Creates a ledger.
  public init(budget: Double = 1e-9, accounts: Int) {
    self.budget = budget
    self.accounts = max(accounts, 1)
  }

  /// The natural logarithm of the part of the budget that each of a number of assertions of one
  /// requirement may spend.
  func logThreshold(assertions: Int) -> Double {
    log(budget / Double(accounts) / Double(max(assertions, 1)))
  }

  /// Judges one assertion.
  ///
  /// - Parameters:
  ///   - logTail: The logarithm of a bound on the probability of the observation.
  ///   - assertions: How many assertions the requirement makes in all.
  /// - Returns: Whether the observation is compatible with a correct subject.
  mutating func accepts(logTail: Double, assertions: Int) -> Bool {
    let margin = (logTail - logThreshold(assertions: assertions)) / log(10.0)
    leastMargin = min(leastMargin ?? .infinity, margin)
    return margin > 0
  }
}
