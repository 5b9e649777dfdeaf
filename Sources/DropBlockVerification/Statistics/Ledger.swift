import DropBlockPlatform

/// The false-alarm budget of one run, and what has been charged to it.
///
/// The budget is split evenly over the statistical requirements, and each requirement's part over its
/// hypotheses; by the union bound a correct subject is called wrong with at most the budget's
/// probability, over all hypotheses and all looks of a run with a fresh key.
package struct Ledger: Sendable {
  /// The probability, over fresh keys, that a run calls a correct subject wrong.
  package let budget: Double

  /// The number of requirements that share the budget.
  package let accounts: Int

  /// How far the strongest evidence against a correct subject stayed below its threshold, as a
  /// logarithm to base 10; nil before anything was charged.
  package private(set) var leastMargin: Double?

  /// Creates a ledger.
  ///
  /// - Parameters:
  ///   - budget: Above 0 and below 1.
  ///   - accounts: The number of statistical requirements, at least 1.
  package init(budget: Double = 1e-9, accounts: Int) {
    self.budget = budget
    self.accounts = max(accounts, 1)
  }

  /// The natural logarithm of the part of the budget that belongs to a share, 0…1, of one
  /// requirement's account.
  func logPart(share: Double) -> Double {
    Double.log(budget / Double(accounts) * share)
  }

  /// Charges the evidence that a hypothesis ended with.
  ///
  /// - Parameters:
  ///   - logEvidence: ln of a quantity whose mean is at most 1 for a correct subject.
  ///   - share: The hypothesis' share of its requirement's account.
  /// - Returns: Whether it is compatible with a correct subject.
  @discardableResult
  mutating func accepts(logEvidence: Double, share: Double) -> Bool {
    let margin = (-logPart(share: share) - logEvidence) / .ln10
    leastMargin = min(leastMargin ?? .infinity, margin)
    return margin > 0
  }
}
