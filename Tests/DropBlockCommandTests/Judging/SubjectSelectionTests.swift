import Foundation
import DropBlockGenerators
import Testing

@testable import DropBlockCommand
@testable import DropBlockVerification

@Suite struct SubjectSelectionTests {
  private func token() throws -> Token {
    var draw = Draw(key: 1, caseIndex: 0, property: "values")
    _ = try draw.word()
    return Token(exact: draw.recorded, property: "values")
  }

  private func run(
    _ profile: VerificationProfile, by options: VerificationRun.Options = .declared
  ) -> VerificationRun {
    var run = VerificationRun(EngineSubject.reference(version: "0"), profile: profile, key: 0)
    run.options = options
    return run
  }

  @Test func `one of our own is named, a program is put behind two hyphens`() throws {
    let token = try token()
    #expect(
      SubjectSelection.named("mutant:nan-leak").line(.token(token), run(.quick))
        == "dropblock replay \(token) --profile quick --subject mutant:nan-leak")
    #expect(
      SubjectSelection.command(["python3", "Subjects/a.py"])
        .line(.token(token), run(.ci, by: .paper))
        == "dropblock replay \(token) --profile ci --as paper -- python3 Subjects/a.py")
  }

  @Test func `what is not as by default is part of the line`() throws {
    let token = try token()
    #expect(
      SubjectSelection.command(["x"], deadline: 20, helloDeadline: 90)
        .line(.token(token), run(.quick))
        == "dropblock replay \(token) --profile quick --deadline 20.0 --hello-deadline 90.0 -- x")
  }

  @Test func `a program is judged again by check, one of our own by verify`() {
    #expect(
      SubjectSelection.named("fast").line(.requirement("rate.share", key: 255), run(.ci))
        == "dropblock verify --only rate.share --key 0xff --profile ci --subject fast")
    #expect(
      SubjectSelection.command(["x"]).line(.requirement("rate.share", key: 1), run(.quick))
        == "dropblock check --only rate.share --key 0x1 --profile quick -- x")
  }

  @Test func `a run that looks harder by a margin is repeated with it`() {
    var profile = VerificationProfile.quick
    profile.margin = 0.05
    #expect(
      SubjectSelection.named("fast").line(.requirement("rate.share", key: 1), run(profile))
        == "dropblock verify --only rate.share --key 0x1 --margin 0.05 --profile quick "
        + "--subject fast")
  }

  @Test func `a target is judged again by its name, with what was said of it`() throws {
    var target = PythonTarget(name: "my.layers:Drop")
    #expect(
      SubjectSelection.target(target).line(.requirement("rate.share", key: 1), run(.quick))
        == "dropblock check --only rate.share --key 0x1 --profile quick my.layers:Drop")
    target.options = ["block=k", "name=a b"]
    target.declares = ["timm"]
    let token = try token()
    #expect(
      SubjectSelection.target(target, deadline: 20).line(.token(token), run(.ci))
        == "dropblock replay \(token) --profile ci --deadline 20.0 my.layers:Drop --option block=k "
        + "--option 'name=a b' --declare timm")
    #expect(Array(target.command.dropFirst()) == ["-m", "dropblock_verify.target"] + target.words)
  }

  @Test func `a target is judged again in its way of execution, with the limits that it needs`()
    throws
  {
    let token = try token()
    var target = PythonTarget(name: "my.layers:Drop")
    for (execution, deadline, helloDeadline, limits) in [
      (Execution.checkpointed, 10.0, 60.0, ""), (.compiled, 300, 600, ""),
      (.compiled, 10, 600, " --deadline 10.0"), (.replicas, 10, 180, ""),
    ] {
      target.execution = execution
      let selection = SubjectSelection.target(
        target, deadline: deadline, helloDeadline: helloDeadline)
      #expect(
        selection.line(.token(token), run(.quick))
          == "dropblock replay \(token) --profile quick\(limits) my.layers:Drop --execution \(execution.rawValue)"
      )
      #expect(target.command.suffix(2) == ["--execution", execution.rawValue])
    }
  }

  @Test(arguments: [
    ("a:b", true), ("package.module:Class.method", true), ("path/to/file.py:f", true),
    ("C:x/file.py:f", true), ("a", false), ("a:", false), (":b", false), ("a.py", false),
    ("a b:c", false), ("a/b:c", false), ("a:b-c", false), ("a:1", false), ("dbp1.0a", false),
  ])
  func `a target is a module or a file, and an attribute`(word: String, isName: Bool) {
    #expect(PythonTarget.isName(word) == isName)
  }

  @Test(arguments: [
    ["sh", "-c", "exit 7"],
    ["a b", "", "it's", "$HOME", "`x`", "\"q\"", "*", "a;b", "\\", "new\nline"],
    ["plain-word_./=:,+@%1", "ünï", "~", "#"],
  ])
  func `a shell reads back the words of a command`(words: [String]) throws {
    let line = try SubjectSelection.command(words).line(.token(token()), run(.quick))
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
