import Testing

@testable import DropBlockCommand

struct IdentifyCommandTests {
  @Test(arguments: ["identify", "identify nosuchform", "identify --key x a:b"])
  func `what is no target is told what one is, before anything is started`(line: String) {
    let outcome = dropblock(line)
    #expect(outcome.code == .usage)
    #expect(
      outcome.errors.contains("TARGET") || outcome.errors.contains("--key"), "\(outcome.errors)")
  }
}
