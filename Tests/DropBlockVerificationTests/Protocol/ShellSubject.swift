import Foundation
import Testing

@testable import DropBlockVerification

/// Subjects for tests: programs of a few lines for `sh`.
enum ShellSubject {
  /// Functions that a script can use; the tensors are float32 of the shape 1 × 1 × 1 × 4.
  ///
  /// `request` reads a request and sets `id`, `answer` writes a result's header, `copy` hands the
  /// input back as the output, `first` is true in the first of two processes.
  static let prelude = #"""
    hello() {
      read -r line
      echo '{"kind":"hello","protocol":1,"name":"shell","version":"1","blobs":[]}'
    }
    request() {
      read -r line || exit 0
      case "$line" in *'"kind":"stop"'*) exit 0 ;; esac
      id=${line#*'"id":"'}
      id=${id%%'"'*}
    }
    answer() {
      printf '{"kind":"run","id":"%s","answers":[{"status":"result","output":0}],' "$id"
      echo '"blobs":[{"name":"output","dtype":"float32","shape":[1,1,1,4],"bytes":16}]}'
    }
    copy() { head -c 16; }
    serve() { while :; do request; answer; copy; done; }
    first() { if [ -e "$0" ]; then rm "$0"; return 1; fi; : > "$0"; }

    """#

  /// A path that does not exist, for a script to mark that it has run.
  static func path() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("dropblock-\(UUID())").path
  }

  /// The command that runs `script` after the prelude.
  static func command(_ script: String, mark: String = path()) -> [String] {
    ["sh", "-c", prelude + script, mark]
  }

  /// A subject that runs `script`.
  static func start(
    _ script: String, deadline: Double = 60, helloDeadline: Double = 60,
    registry: ProcessRegistry = .shared, mark: String = path()
  ) throws -> ProcessSubject {
    try ProcessSubject(
      command: command(script, mark: mark), deadlinePerCase: deadline,
      helloDeadline: helloDeadline, registry: registry)
  }

  /// The failure that `body` throws.
  static func failure<Value>(
    _ body: () throws -> Value, at location: SourceLocation = #_sourceLocation
  ) throws -> SubjectFailure {
    do {
      let value = try body()
      Issue.record("expected a failure, got \(value)", sourceLocation: location)
    } catch let failure as SubjectFailure {
      return failure
    }
    throw CancellationError()
  }

  /// The number after `name=` in what a script wrote to its standard error.
  static func number(_ name: String, in text: String) throws -> Int32 {
    let line = try #require(
      text.split(separator: "\n").last { $0.hasPrefix(name + "=") }, "no \(name) in: \(text)")
    return try #require(Int32(line.dropFirst(name.count + 1)))
  }

  /// Whether a process exists, be it as a zombie.
  static func exists(_ process: Int32) -> Bool { kill(process, 0) == 0 }

  /// Whether a process that is not this one's child has ended; waits for the system to end it.
  static func hasEnded(_ process: Int32) -> Bool {
    for _ in 0..<1000 {
      guard exists(process) else { return true }
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      if let state = status?.split(separator: ")").last?.dropFirst().first, "ZX".contains(state) {
        return true
      }
      usleep(10_000)
    }
    return false
  }
}
