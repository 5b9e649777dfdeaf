import Foundation
import Testing

@testable import Verification

@Suite struct LedgerTests {
  @Test func `the thresholds of all assertions of all accounts add up to the budget`() {
    for budget in [1e-9, 1e-3] {
      for accounts in [1, 2, 9, 13] {
        for assertions in [1, 3, 196, 10_000] {
          let ledger = Ledger(budget: budget, accounts: accounts)
          let spent =
            exp(ledger.logThreshold(assertions: assertions)) * Double(accounts * assertions)
          #expect(abs(spent / budget - 1) < 1e-12, "\(accounts) × \(assertions): spent \(spent)")
        }
      }
    }
  }

  @Test func `an observation is accepted exactly when its tail is above the threshold`() {
    var ledger = Ledger(budget: 1e-9, accounts: 4)
    let threshold = ledger.logThreshold(assertions: 5)
    let isAbove = ledger.accepts(logTail: threshold + 1e-6, assertions: 5)
    let isAt = ledger.accepts(logTail: threshold, assertions: 5)
    let isBelow = ledger.accepts(logTail: threshold - 1e-6, assertions: 5)
    let isImpossible = ledger.accepts(logTail: -.infinity, assertions: 5)
    #expect(isAbove && !isAt && !isBelow && !isImpossible)
  }

  @Test func `the least margin is that of the most unlikely observation, in powers of ten`() {
    var ledger = Ledger(budget: 1e-6, accounts: 1)
    #expect(ledger.leastMargin == nil)
    for tail in [0.1, 1e-4, 0.5] { _ = ledger.accepts(logTail: log(tail), assertions: 1) }
    #expect(
      abs((ledger.leastMargin ?? 0) - 2) < 1e-9, "got \(String(describing: ledger.leastMargin))")
  }

  @Test func `without accounts or assertions the budget is that of one`() {
    let ledger = Ledger(budget: 1e-9, accounts: 0)
    #expect(abs(exp(ledger.logThreshold(assertions: 0)) / 1e-9 - 1) < 1e-12)
  }
}
