import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

/// The folder of the package.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

struct GoldenVectorsTests {
  @Test func `the committed vectors are what the reference computes`() throws {
    for file in try GoldenVectors.files() {
      let url = packageFolder.appending(path: "Vectors").appending(path: file.name)
      let committed = Array(try Data(contentsOf: url))
      let place = zip(committed, file.bytes).enumerated().first { $0.element.0 != $0.element.1 }
      #expect(
        committed == file.bytes,
        """
        \(file.name): \(committed.count) bytes are committed, \(file.bytes.count) are computed, first \
        difference at byte \(place?.offset ?? min(committed.count, file.bytes.count)); if the change is \
        meant, raise GoldenVectors.version and run 'dropblock vectors Vectors'
        """)
    }
  }

  @Test func `the bytes are the same every time`() throws {
    #expect(try GoldenVectors.files() == GoldenVectors.files())
  }

  @Test func `the manifest names every other file with its size and hash`() throws {
    let files = try GoldenVectors.files()
    let manifest = try JSON(parsing: files[files.count - 1].bytes)
    #expect(files[files.count - 1].name == "MANIFEST.json")
    let entries = try #require(manifest["files"]?.arrayValue)
    #expect(entries.compactMap { $0["name"]?.stringValue } == files.dropLast().map(\.name))
    for (entry, file) in zip(entries, files) {
      #expect(entry["bytes"]?.intValue == file.bytes.count)
      #expect(entry["sha256"]?.stringValue == SHA256.hexadecimal(file.bytes))
    }
  }

  @Test func `the tensors can be read, and agree with the cases`() throws {
    let files = try GoldenVectors.files()
    let tensors = try Safetensors(decoding: files[2].bytes)
    let cases = try #require(try JSON(parsing: files[1].bytes)["cases"]?.arrayValue)
    #expect(cases.count == GoldenCase.all.count)
    for entry in cases {
      let name = try #require(entry["name"]?.stringValue)
      let mask = try #require(tensors["\(name)/mask"])
      #expect(KnownAnswers.packed(mask.data.map { $0 == 1 }) == entry["mask"]?.stringValue)
      for type in ElementType.allCases {
        #expect(tensors["\(name)/\(type.rawValue)/input_gradient"]?.shape == mask.shape)
      }
    }
  }

  @Test func `every tensor is aligned to its own width`() throws {
    var offset = 0
    for entry in try Safetensors(decoding: try GoldenVectors.files()[2].bytes).entries {
      #expect(offset % entry.elementType.byteCount == 0, "\(entry.name)")
      offset += entry.data.count
    }
  }
}
