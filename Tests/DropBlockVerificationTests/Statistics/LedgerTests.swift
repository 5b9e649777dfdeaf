import Foundation
import Testing

@testable import DropBlockVerification

@Suite struct LedgerTests {
  @Test func `the parts of all hypotheses of all accounts add up to the budget`() {
    for budget in [1e-9, 1e-3] {
      for accounts in [1, 2, 9, 13] {
        let ledger = Ledger(budget: budget, accounts: accounts)
        let shares = [0.5, 0.25, 0.125, 0.125]
        let spent = shares.reduce(0) { $0 + exp(ledger.logPart(share: $1)) } * Double(accounts)
        #expect(abs(spent / budget - 1) < 1e-12, "\(accounts): spent \(spent)")
      }
    }
  }

  @Test func `evidence is accepted exactly when it is below its threshold`() {
    var ledger = Ledger(budget: 1e-9, accounts: 4)
    let threshold = -ledger.logPart(share: 0.2)
    let isBelow = ledger.accepts(logEvidence: threshold - 1e-6, share: 0.2)
    let isAt = ledger.accepts(logEvidence: threshold, share: 0.2)
    let isAbove = ledger.accepts(logEvidence: threshold + 1e-6, share: 0.2)
    let isImpossible = ledger.accepts(logEvidence: .infinity, share: 0.2)
    #expect(isBelow && !isAt && !isAbove && !isImpossible)
  }

  @Test func `the least margin is that of the strongest evidence, in powers of ten`() {
    var ledger = Ledger(budget: 1e-6, accounts: 1)
    #expect(ledger.leastMargin == nil)
    for evidence in [10, 1e4, 0.5] { ledger.accepts(logEvidence: log(evidence), share: 1) }
    #expect(
      abs((ledger.leastMargin ?? 0) - 2) < 1e-9, "got \(String(describing: ledger.leastMargin))")
  }

  @Test func `without accounts the budget is that of one`() {
    let ledger = Ledger(budget: 1e-9, accounts: 0)
    #expect(abs(exp(ledger.logPart(share: 1)) / 1e-9 - 1) < 1e-12)
  }
}
