import Foundation
import Testing

@testable import DropBlockCommand

struct OutputFileTests {
  @Test func `a file is not there before it is whole`() throws {
    let folder = try TemporaryFolder()
    let file = try OutputFile(folder("out"))
    try file.write([1, 2])
    try file.write([3])
    #expect(try !folder.names.contains("out"))
    try file.commit()
    #expect(try folder.bytes(of: "out") == [1, 2, 3])
    #expect(try folder.names == ["out"])
  }

  @Test func `a file that is given up leaves what was there before`() throws {
    let folder = try TemporaryFolder()
    try folder.write([9], to: "out")
    do {
      let file = try OutputFile(folder("out"))
      try file.write([1, 2, 3])
    }
    #expect(try folder.names == ["out"])
    #expect(try folder.bytes(of: "out") == [9])
  }

  @Test func `a replaced file keeps its permissions, and a link stays a link`() throws {
    let folder = try TemporaryFolder()
    try folder.write([9], to: "real")
    let manager = FileManager.default
    try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder("real"))
    try manager.createSymbolicLink(atPath: folder("link"), withDestinationPath: folder("real"))
    let file = try OutputFile(folder("link"))
    try file.write([1])
    try file.commit()
    #expect(try folder.bytes(of: "real") == [1])
    let attributes = try manager.attributesOfItem(atPath: folder("real"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o640)
    #expect(try manager.destinationOfSymbolicLink(atPath: folder("link")) == folder("real"))
  }

  @Test func `a place that cannot be written is refused at once`() throws {
    let folder = try TemporaryFolder()
    for (path, reason) in [(folder.path, "it is a folder"), (folder("no/out"), "No such file")] {
      let error = #expect(throws: FileError.self) { try OutputFile(path) }
      let text = error?.description ?? ""
      #expect(text.contains(path) && text.contains(reason), "\(text)")
    }
    #expect(try folder.names.isEmpty)
  }

  #if os(Linux)
    @Test func `a full disk is an error`() throws {
      let file = try OutputFile("/dev/full")
      let error = #expect(throws: FileError.self) { try file.write([1, 2, 3]) }
      #expect(error?.description.contains("No space left") == true)
      #expect(FileManager.default.fileExists(atPath: "/dev/full"))
    }
  #endif

  @Test func `two names of one place are the same, also before anything is there`() throws {
    let folder = try TemporaryFolder()
    #expect(OutputFile.isSame(folder("a"), folder("./a")))
    #expect(!OutputFile.isSame(folder("a"), folder("b")))
    try folder.write([], to: "a")
    try FileManager.default.createSymbolicLink(
      atPath: folder("b"), withDestinationPath: folder("a"))
    #expect(OutputFile.isSame(folder("a"), folder("b")))
  }
}
