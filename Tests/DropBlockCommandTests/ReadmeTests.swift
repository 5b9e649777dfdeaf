import Foundation
import Testing

@testable import DropBlockCommand

/// What README.md says of the command is so.
struct ReadmeTests {
  private func readme() throws -> String {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: package.appending(path: "README.md"), encoding: .utf8)
  }

  @Test func `every exit code is explained`() throws {
    let text = try readme()
    for code in ExitCode.allCases {
      #expect(
        text.contains("\n| \(code.rawValue) | \(code.summary) |"), "exit code \(code.rawValue)")
    }
  }

  @Test func `every command line in it begins with a command that exists`() throws {
    let lines = try readme().split(separator: "\n").map { $0.drop { $0 == " " } }
    let known = Set(commands.compactMap { $0.interface.name.split(separator: " ").first })
    for line in lines where line.hasPrefix("swift run -c release dropblock ") {
      let word = line.split(separator: " ")[5]
      #expect(known.contains(word), "\(line)")
    }
  }
}
