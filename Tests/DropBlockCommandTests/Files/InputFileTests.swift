import Testing

@testable import DropBlockCommand

struct InputFileTests {
  @Test(arguments: [0, 1, 4096, 3_000_000])
  func `a file is read whole`(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try folder.write(bytes, to: "file")
    #expect(try InputFile.read(folder("file")) == bytes)
  }

  @Test func `what cannot be read is named, with the reason`() throws {
    let folder = try TemporaryFolder()
    let cases = [
      (folder("none"), "No such file"), (folder.path, "it is a folder"),
      ("/dev/zero", "it is a device"),
    ]
    for (path, reason) in cases {
      let error = #expect(throws: FileError.self) { try InputFile.read(path) }
      let text = error?.description ?? ""
      #expect(text.contains(path) && text.contains(reason), "\(text)")
    }
  }
}
