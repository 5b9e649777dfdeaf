import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct VectorsCommandTests {
  @Test func `the files are written to a new folder`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("vectors \(folder("new"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    for file in try GoldenVectors.files() {
      #expect(try folder.bytes(of: "new/\(file.name)") == file.bytes, "\(file.name)")
      #expect(outcome.output.contains(file.name))
    }
  }

  @Test func `files that are there are replaced, others stay`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "masks.txt")
    try folder.write([2], to: "README.md")
    #expect(dropblock("vectors \(folder.path)").code == .conforms)
    #expect(try folder.bytes(of: "README.md") == [2])
    #expect(try folder.bytes(of: "masks.txt").count > 1)
    let names = try GoldenVectors.files().map(\.name) + ["README.md"]
    #expect(try folder.names == names.sorted())
  }

  @Test func `a place that is no folder is refused, and nothing is left`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "file")
    for place in ["file", "none/below"] {
      let outcome = dropblock("vectors \(folder(place))")
      #expect(outcome.code == .failed && outcome.errors.contains(place), "\(outcome.errors)")
    }
    #expect(try folder.names == ["file"])
    #expect(try folder.bytes(of: "file") == [1])
  }
}
