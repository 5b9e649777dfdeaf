import Foundation
import Testing

@testable import DropBlockGenerators

@Suite struct CorpusTests {
  static func entry(_ value: UInt64) -> CorpusEntry {
    CorpusEntry(
      token: CorpusFileTests.token(value), date: "2025-06-07", version: "1", value: "v")
  }

  @Test func `a name that is safe is the file's, and any other gets a hash`() {
    for name in ["a", "mask.block-size_3", String(repeating: "a", count: 100)] {
      #expect(Corpus.fileName(name) == name)
    }
    let others = [
      "", ".", "..", ".a", "A", "a b", "a-b/c", "a/b", "../b", "a\\b", "ä", "a\nb", "a\0b", "🙂",
      "CON:",
      String(repeating: "a", count: 101), String(repeating: "/", count: 300),
      String(repeating: "a", count: 102), "a:b", "a*b",
    ]
    let names = others.map(Corpus.fileName)
    for (name, file) in zip(others, names) {
      #expect(file.utf8.count <= 110 && !file.hasPrefix("."), "\(name): \(file)")
      let isSafe = file.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
      }
      #expect(isSafe, "\(name): \(file)")
    }
    #expect(Set(names.map { $0.lowercased() } + ["a"]).count == others.count + 1)
  }

  @Test func `a change makes folder and file, and leaves nothing else`() throws {
    let folder = try TestFolder()
    let corpus = Corpus(folder: folder.path + "/new", version: "1")
    #expect(try corpus.file(of: "p") == nil)
    try corpus.change("p") { $0.put(Self.entry(1), inPlaceOf: nil) }
    let names = try FileManager.default.contentsOfDirectory(atPath: corpus.folder)
    #expect(names == ["p.txt"])
    #expect(
      folder.read("new/p.txt")
        == "# cases of a property, format 1: token | date | version | value\n# p\n\(Self.entry(1))\n"
    )
    #expect(try corpus.file(of: "p")?.entries.map(\.entry) == [Self.entry(1)])
  }

  @Test func `a change that fails leaves the file as it was, and nothing half-written`() throws {
    let folder = try TestFolder()
    let corpus = Corpus(folder: folder.path, version: "1")
    // A folder can't be replaced by a file.
    try FileManager.default.createDirectory(
      atPath: folder.path + "/q.txt", withIntermediateDirectories: false)
    #expect(throws: StorageError.self) {
      try corpus.change("q") { $0.put(Self.entry(1), inPlaceOf: nil) }
    }
    try folder.write("# cases of a property, format 9\n", to: "p.txt")
    let error = #expect(throws: StorageError.self) {
      try corpus.change("p") { $0.put(Self.entry(1), inPlaceOf: nil) }
    }
    #expect(error?.description == "\(folder.path)/p.txt: written by a newer version")
    #expect(folder.names == ["p.txt", "q.txt"])
    #expect(folder.read("p.txt") == "# cases of a property, format 9\n")
    let nowhere = Corpus(folder: folder.path + "/a/b", version: "1")
    #expect(throws: StorageError.self) { try nowhere.change("p") { _ in } }
  }

  @Test func `what a process that died has left behind is used again`() throws {
    let folder = try TestFolder()
    try folder.write(String(repeating: "half of a line", count: 100), to: ".p.partial")
    let corpus = Corpus(folder: folder.path, version: "1")
    try corpus.change("p") { $0.put(Self.entry(1), inPlaceOf: nil) }
    #expect(folder.names == ["p.txt"])
    #expect(folder.read("p.txt")?.hasSuffix("# p\n\(Self.entry(1))\n") == true)
  }

  @Test func `changes made at once are all there`() async throws {
    let folder = try TestFolder()
    let corpus = Corpus(folder: folder.path, version: "1")
    try await withThrowingTaskGroup { group in
      for task in UInt64(0)..<4 {
        group.addTask {
          for number in UInt64(0)..<20 {
            try corpus.change("p") { $0.put(Self.entry(task * 20 + number), inPlaceOf: nil) }
          }
        }
      }
      try await group.waitForAll()
    }
    let tokens = try corpus.file(of: "p")?.entries.map(\.entry.token) ?? []
    #expect(Set(tokens) == Set((UInt64(0)..<80).map { Self.entry($0).token }) && tokens.count == 80)
    #expect(folder.names == ["p.txt"])
  }
}
