import DropBlockContract
import DropBlockFoundation
import DropBlockGenerators
import DropBlockVerification
import Foundation
import Testing

private let errors: [any Error & CustomStringConvertible & Sendable] = [
  DropBlockError.group(5), TokenError.stale, Rejection(assuming: "x > 0"),
  CorpusProblem.Reason.newer("line 3"), SubjectFailure(.closedPipe),
  VerificationRunError.noRequirements,
]

@Suite struct LocalizedErrorsTests {
  @Test(arguments: errors.indices)
  func `an error says the same after its type is forgotten`(index: Int) {
    let error: any Error = errors[index]
    #expect(error.localizedDescription == errors[index].description)
  }

  @Test func `an error that is thrown says what is wrong`() {
    do {
      _ = try ReplayRequest(parsing: "rate.share@12")
      Issue.record("a key without 0x was read")
    } catch let error as any Error {
      #expect(error.localizedDescription.hasPrefix("'rate.share@12', neither a token"))
    }
  }
}
