import Testing

@testable import DropBlockVerification

@Suite struct VerificationSummaryTests {
  @Test func `failing outweighs wrong, wrong outweighs open, open outweighs right`() {
    #expect(summary(everyOutcome).conclusion == .failed)
    #expect(summary([.green, .red, .absent, .open]).conclusion == .violates)
    #expect(summary([.green, .open, .absent]).conclusion == .inconclusive)
    #expect(summary([.absent, .green, .absent]).conclusion == .conforms)
    #expect(summary([.dead]).conclusion == .failed)
    #expect(summary([.open]).conclusion == .inconclusive)
  }

  @Test func `where nothing was judged nothing conforms`() {
    #expect(summary([]).conclusion == .nothingJudged)
    #expect(summary([.absent, .absent]).conclusion == .nothingJudged)
  }

  @Test func `outcomes are counted`() {
    let counted = summary([.green, .red, .green, .absent, .red, .red])
    #expect(counted.holds == 2 && counted.violations == 3)
    #expect(counted.count { if case .notOffered = $0 { true } else { false } } == 1)
  }
}
