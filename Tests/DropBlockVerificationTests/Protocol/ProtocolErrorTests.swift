import Testing
import DropBlockVerification

@Suite struct ProtocolErrorTests {
  @Test func `every error is a failure of the same kind and text`() {
    let pairs: [(ProtocolError, SubjectFailure.Kind)] = [
      (.malformed("a"), .malformed("a")), (.wrongBlob("b"), .wrongBlob("b")),
      (
        .wrongIdentifier(expected: "1", got: "2"), .wrongIdentifier(expected: "1", got: "2")
      ),
    ]
    for (error, kind) in pairs {
      #expect(error.failure == kind && error.description == SubjectFailure(kind).description)
    }
  }
}
