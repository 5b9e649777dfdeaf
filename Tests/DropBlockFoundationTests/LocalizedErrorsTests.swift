import DropBlockContract
import DropBlockFoundation
import DropBlockGenerators
import DropBlockVerification
import Foundation
import Testing

private let errors: [any Error & CustomStringConvertible & Sendable] = [
  DropBlockError.group(5), TokenError.stale, Rejection(assuming: "x > 0"),
  CorpusProblem.Reason.newer("line 3"), SubjectFailure(.closedPipe), ProtocolError.malformed("x"),
  NPYError(.boolean(2), at: 7), SafetensorsError.duplicateName("w"),
  GoldenVectorsError.refused("plain"),
]

@Suite struct LocalizedErrorsTests {
  @Test(arguments: errors.indices)
  func `an error says the same after its type is forgotten`(index: Int) {
    let error: any Error = errors[index]
    #expect(error.localizedDescription == errors[index].description)
  }

  @Test func `an error that JSON throws says where the text is wrong`() {
    do {
      _ = try JSON(parsing: Array("[1,".utf8))
      Issue.record("half an array was read")
    } catch let error as any Error {
      #expect(error.localizedDescription == "the text ends too early at byte 3")
    }
  }
}
