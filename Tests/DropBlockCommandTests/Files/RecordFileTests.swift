import Testing

@testable import DropBlockCommand

struct RecordFileTests {
  @Test func `lines appear together, in their order, when the run is over`() throws {
    let folder = try TemporaryFolder()
    let file = try RecordFile(folder("a"), CapturedConsole())
    file.write("1\n", ifInterrupted: { "" })
    file.write("2\n", progress: "1 of 1", ifInterrupted: { "" })
    #expect(try !folder.names.contains("a"))
    try file.commit("3\n")
    #expect(String(decoding: try folder.bytes(of: "a"), as: UTF8.self) == "1\n2\n3\n")
    #expect(try folder.names == ["a"])
  }

  @Test func `without a path nothing is written and nothing fails`() throws {
    let console = CapturedConsole()
    let file = try RecordFile(nil, console)
    file.write("1\n", progress: "1 of 1", ifInterrupted: { "" })
    try file.commit("2\n")
    #expect(console.output.isEmpty && console.errors.isEmpty)
  }

  #if os(Linux)
    @Test func `a full disk is an error at the end, and not before`() throws {
      let file = try RecordFile("/dev/full", CapturedConsole())
      file.write("1\n", progress: "1 of 2", ifInterrupted: { "" })
      file.write("2\n", progress: "2 of 2", ifInterrupted: { "" })
      let error = #expect(throws: FileError.self) { try file.commit("3\n") }
      #expect(error?.description.contains("No space left") == true)
    }
  #endif
}
