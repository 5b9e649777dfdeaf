import Foundation
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct SubjectSelectionTests {
  private func token() throws -> Token {
    var draw = Draw(key: 1, caseIndex: 0, property: "values")
    _ = try draw.word()
    return Token(exact: draw.recorded, property: "values")
  }

  @Test func `one of our own is named, a program is put behind two hyphens`() throws {
    let token = try token()
    #expect(
      SubjectSelection.named("mutant:nan-leak").replay(token, profile: .quick, asPaper: false)
        == "dropblock replay \(token) --profile quick --subject mutant:nan-leak")
    #expect(
      SubjectSelection.command(["python3", "Subjects/a.py"])
        .replay(token, profile: .ci, asPaper: true)
        == "dropblock replay \(token) --profile ci --as paper -- python3 Subjects/a.py")
  }

  @Test func `a program is judged again by check, one of our own by verify`() throws {
    let requirement = try #require(Requirement.named("rate.share"))
    #expect(
      SubjectSelection.named("fast").verify(requirement, key: 255, profile: .ci, asPaper: false)
        == "dropblock verify --only rate.share --key 0xff --profile ci --subject fast")
    #expect(
      SubjectSelection.command(["x"]).verify(requirement, key: 1, profile: .quick, asPaper: false)
        == "dropblock check --only rate.share --key 0x1 --profile quick -- x")
  }

  @Test func `a run that looks harder by a margin is repeated with it`() throws {
    let requirement = try #require(Requirement.named("rate.share"))
    var profile = VerificationProfile.quick
    profile.margin = 0.05
    #expect(
      SubjectSelection.named("fast").verify(requirement, key: 1, profile: profile, asPaper: false)
        == "dropblock verify --only rate.share --key 0x1 --margin 0.05 --profile quick "
        + "--subject fast")
  }

  @Test(arguments: [
    ["sh", "-c", "exit 7"],
    ["a b", "", "it's", "$HOME", "`x`", "\"q\"", "*", "a;b", "\\", "new\nline"],
    ["plain-word_./=:,+@%1", "ünï", "~", "#"],
  ])
  func `a shell reads back the words of a command`(words: [String]) throws {
    let line = try SubjectSelection.command(words).replay(token(), profile: .quick, asPaper: false)
    let tail = try #require(line.range(of: " -- ")).upperBound
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "printf '%s\\0' \(line[tail...])"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let read = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(read == words)
  }
}
