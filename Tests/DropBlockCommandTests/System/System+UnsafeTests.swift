import Foundation
import Testing

@testable import DropBlockCommand

struct SystemTests {
  @Test func `what lies at a path is known, links followed`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1, 2, 3], to: "file")
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("file"))
    #expect(try System.status(folder("link")).kind == .file)
    #expect(try System.status(folder("link")).size == 3)
    #expect(try System.status(folder.path).kind == .folder)
    #expect(try System.status("/dev/null").kind == .device)
    let error = #expect(throws: SystemError.self) { try System.status(folder("none")) }
    #expect(error?.isMissing == true && error?.description == "No such file or directory")
    #expect(System.resolved(folder("link")) == System.resolved(folder("file")))
    #expect(System.resolved(folder("none")) == nil)
  }

  @Test(arguments: [0, 1, 2, 100])
  func `a file is read to its end, whatever was expected`(expected: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
    try folder.write(bytes, to: "file")
    let file = try System.open(reading: folder("file"))
    #expect(try System.readToEnd(file, expecting: expected * 97) == bytes)
    try System.close(file)
    #expect(throws: SystemError.self) { try System.readToEnd(file, expecting: 1) }
    #expect(throws: SystemError.self) { try System.write([1], to: file) }
  }

  @Test func `a file that must be new is refused when it is there`() throws {
    let folder = try TemporaryFolder()
    try System.close(System.create(folder("file")))
    #expect(throws: SystemError.self) { try System.create(folder("file")) }
    System.remove(folder("file"))
    System.remove(folder("file"))
    #expect(try folder.names.isEmpty)
  }

  @Test func `the machine says how much memory it has`() {
    #expect((System.memory ?? 0) > 1 << 20)
  }
}
