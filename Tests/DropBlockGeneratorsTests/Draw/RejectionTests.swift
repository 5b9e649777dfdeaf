import Testing

@testable import DropBlockGenerators

@Suite struct RejectionTests {
  @Test func `a rejection is distinguished from the property's own word, and both are printed`() {
    let rejection = Rejection(generator: "g", reason: .overrun(limit: 3))
    #expect(Rejection.Source(nil) == .property)
    #expect(Rejection.Source(rejection) == .rejection(rejection))
    #expect("\(Rejection.Source.property)" == "the property: discarded")
    #expect("\(Rejection.Source.rejection(rejection))" == "g: more than 3 choices")
  }

  @Test func `only a generator without a value is impossible`() {
    let reasons: [(Rejection.Reason, Bool)] = [
      (.filtered(attempts: 1), false), (.overrun(limit: 1), false), (.assumption, false),
      (.impossible(problem: "no values"), true),
    ]
    for (reason, isImpossible) in reasons {
      #expect(Rejection(generator: "g", reason: reason).isImpossible == isImpossible, "\(reason)")
    }
  }
}
