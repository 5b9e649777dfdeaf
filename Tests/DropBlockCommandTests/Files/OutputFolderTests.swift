import Foundation
import Testing

@testable import DropBlockCommand

struct OutputFolderTests {
  @Test func `a folder made here and still empty is removed when given up`() throws {
    let place = try TemporaryFolder()
    let folder = try OutputFolder(place("new/"))
    #expect(try place.names == ["new"])
    #expect(folder.path(of: "a") == place("new") + "/a")
    folder.discard()
    #expect(try place.names == [])
  }

  @Test func `a folder that was there, or has contents, stays`() throws {
    let place = try TemporaryFolder()
    let folder = try OutputFolder(place("new"))
    try OutputFolder(place("new")).discard()
    #expect(try place.names == ["new"])
    try place.write([1], to: "new/file")
    folder.discard()
    #expect(try place.names == ["new"])
  }
}
