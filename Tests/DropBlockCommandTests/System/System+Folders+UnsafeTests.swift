import Testing

@testable import DropBlockCommand

struct SystemFoldersTests {
  @Test func `a folder is made once`() throws {
    let place = try TemporaryFolder()
    try System.makeFolder(place("a"))
    #expect(throws: SystemError.self) { try System.makeFolder(place("a")) }
    #expect(throws: SystemError.self) { try System.makeFolder(place("b/c")) }
    System.removeFolder(place("a"))
    #expect(try place.names == [])
  }
}
