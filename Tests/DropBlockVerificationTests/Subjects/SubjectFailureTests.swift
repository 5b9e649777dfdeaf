import Testing

@testable import DropBlockVerification

@Suite struct SubjectFailureTests {
  @Test(arguments: [
    (SubjectFailure.Kind.notStarted("no such file"), "no such file"),
    (.hung(seconds: 2.5), "2.5 s"), (.died("exit code 7"), "exit code 7"),
    (.closedPipe, "closed"), (.malformed("hello?"), "hello?"),
    (.oversizedHeader(limit: 65_536), "65536"), (.wrongBlob("output"), "output"),
    (.wrongIdentifier(expected: "4", got: "5"), "5, not 4"),
  ])
  func `a failure says what happened in one line`(kind: SubjectFailure.Kind, text: String) {
    let description = SubjectFailure(kind, standardError: "traceback").description
    #expect(description.contains(text) && !description.contains("\n"), "\(description)")
  }
}
