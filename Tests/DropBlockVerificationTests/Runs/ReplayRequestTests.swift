import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct ReplayRequestTests {
  private static func token() throws -> Token {
    var draw = Draw(key: 1, caseIndex: 0, property: "values")
    _ = try draw.word()
    return Token(exact: draw.recorded, property: "values")
  }

  @Test func `what is written is read again`() throws {
    let requests: [ReplayRequest] = [
      .token(try Self.token()), .requirement("rate.share", key: 0x1F),
      .requirement("values", key: 0), .requirement("ours.one-2", key: .max),
    ]
    for request in requests {
      #expect(try ReplayRequest(parsing: "\(request)") == request)
    }
    #expect("\(requests[1])" == "rate.share@0x1f")
  }

  @Test(arguments: [
    "", "x", "dbp1.", "rate.share", "rate.share@", "rate.share@1f", "rate.share@0x",
    "rate.share@0x1ffffffffffffffff", "rate.share@0x-1", "rate.share@0x+1", "rate.share@0x-0",
    "@0x1",
    "dbp2.abc", "dbp1.abc!",
  ])
  func `any other text is refused with what is admissible`(text: String) {
    do {
      _ = try ReplayRequest(parsing: text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.description.hasPrefix("'\(text)', neither a token"), "\(error)")
    }
  }

  @Test func `blanks from a copy are passed over`() throws {
    #expect(
      try ReplayRequest(parsing: " rate.share@0x1f ") == .requirement("rate.share", key: 0x1F))
  }

  @Test func `an environment variable that is not set asks for nothing`() throws {
    #expect(try ReplayRequest.environment("DROPBLOCK_NO_SUCH_VARIABLE") == nil)
    // Set everywhere, and no request.
    do {
      _ = try ReplayRequest.environment("PATH")
      Issue.record("the path was taken for a request")
    } catch {
      #expect(error.description.hasPrefix("PATH is '"), "\(error)")
    }
  }
}
