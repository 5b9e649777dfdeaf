import Foundation
import Testing

@testable import DropBlockCommand

/// A console that keeps what is written to it.
final class CapturedConsole: Console {
  var terminal = Terminal()
  var errorTerminal = Terminal()
  var isClosed = false
  private(set) var output = ""
  private(set) var errors = ""

  func write(_ text: String) { output += text }
  func report(_ text: String) { errors += text }
}

/// What a command line came to.
struct Outcome {
  let code: ExitCode
  let output: String
  let errors: String
}

/// Runs a command line in this process; words are separated by spaces.
func dropblock(_ line: String, terminal: Terminal = Terminal()) -> Outcome {
  let console = CapturedConsole()
  console.terminal = terminal
  let words = line.split(separator: " ").map(String.init)
  let code = Program.run(words, console: console)
  return Outcome(code: code, output: console.output, errors: console.errors)
}

/// A folder of its own for a test; removed when the test lets go of it.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "dropblock-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: self(name)))
  }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: self(name))))
  }

  /// The names in the folder, hidden ones too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}
