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
  return dropblock(words: line.split(separator: " ").map(String.init), console)
}

/// Runs a command line in this process, for words that hold spaces.
func dropblock(words: [String], _ console: CapturedConsole = CapturedConsole()) -> Outcome {
  let code = Program.run(words, console: console)
  return Outcome(code: code, output: console.output, errors: console.errors)
}

/// The executable as a program of its own, for what can only be seen from outside.
enum Executable {
  /// Its place: beside the test bundle.
  static var url: URL {
    let name = "dropblock"
    var folder = Bundle(for: CapturedConsole.self).bundleURL
    while folder.path() != "/" {
      let candidate = folder.appending(path: name)
      if (try? System.status(candidate.path()))?.kind == .file { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(filePath: name)
  }

  /// Starts a shell on a script in which `$0` is the executable.
  static func shell(_ script: String) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, url.path()]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: text, as: UTF8.self),
      String(decoding: errorText, as: UTF8.self)
    )
  }
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
