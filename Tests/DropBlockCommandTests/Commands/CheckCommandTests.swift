import Testing
import DropBlockVerification

@testable import DropBlockCommand

/// A program for `sh` that says hello and goes on with a script.
private func subject(_ script: String, declares: String = "{}") -> [String] {
  let hello =
    "{\"kind\":\"hello\",\"protocol\":1,\"name\":\"shell\",\"version\":\"1\","
    + "\"declares\":\(declares),\"blobs\":[]}"
  return ["sh", "-c", "read -r line; printf '%s\\n' '\(hello)'; \(script)"]
}

private func check(_ options: String, _ command: [String]) -> Outcome {
  dropblock(
    words: ["check"] + options.split(separator: " ").map(String.init) + ["--"] + command)
}

struct CheckCommandTests {
  private let quick = "--profile quick --deadline 20"

  @Test func `a program that is not there ends with 3 and is named`() {
    let outcome = check(quick, ["/no/such/program", "x"])
    #expect(outcome.code == .failed && outcome.output.isEmpty)
    #expect(
      outcome.errors.contains("/no/such/program x")
        && outcome.errors.contains("could not be started: No such file"),
      "\(outcome.errors)")
  }

  @Test func `a program that ends at once ends with 3, with its code and last words`() {
    let outcome = check(quick, ["sh", "-c", "echo goodbye >&2; exit 7"])
    #expect(outcome.code == .failed)
    #expect(outcome.errors.contains("7") && outcome.errors.contains("goodbye"), "\(outcome.errors)")
    #expect(check(quick, ["sh", "-c", "exit 7"]).code == .failed)
  }

  @Test func `a program that can't be judged leaves no report of yesterday`() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] { try folder.write(Array("yesterday".utf8), to: name) }
    let outcome = check(
      "\(quick) --jsonl \(folder("a")) --junit \(folder("b"))",
      ["sh", "-c", "echo 'no <module>' >&2; exit 7"])
    #expect(outcome.code == .failed)
    let lines = String(decoding: try folder.bytes(of: "a"), as: UTF8.self)
    #expect(
      lines.hasPrefix("{\"type\":\"footer\",\"complete\":false")
        && lines.contains("no <module>") && lines.hasSuffix("}\n"), "\(lines)")
    let document = String(decoding: try folder.bytes(of: "b"), as: UTF8.self)
    #expect(document.contains("errors=\"1\"") && document.contains("the subject "), "\(document)")
    #expect(document.contains("no &lt;module&gt;") && document.hasSuffix("</testsuites>\n"))
    #expect(try folder.names == ["a", "b"])
  }

  @Test func `what a program says to a terminal is shown, and controls nothing`() {
    let outcome = check(quick, ["sh", "-c", "printf 'a\\033[31mb\\nc\\007' >&2; exit 7"])
    #expect(outcome.errors.contains("a\\u{1B}[31mb\nc\\u{7}"), "\(outcome.errors.debugDescription)")
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  @Test func `a program that is no subject is told what one does, and where to begin`() {
    let ended = check(quick, ["true"])
    #expect(ended.errors.contains("asked to say hello") && ended.errors.contains("README.md"))
    let silent = check("\(quick) --hello-deadline 0.2", ["sleep", "100"])
    #expect(silent.code == .failed && silent.errors.contains("--hello-deadline gives it"))
    let console = CapturedConsole()
    console.errorTerminal.isRedrawn = true
    let words = [
      "check", "--profile", "quick", "--hello-deadline", "1.4", "--", "sleep", "100",
    ]
    #expect(Program.run(words, console: console) == .failed)
    #expect(console.errors.contains("sleep 100 has not said hello yet: 1 of 1.4 s"))
    // What could not be started has nothing to learn.
    #expect(!check(quick, ["/no/such/program"]).errors.contains("hello"))
  }

  @Test func `a program without two hyphens before it is told where they stand`() {
    for words in [
      ["check", "python3", "x.py", "-v"], ["check", "--full", "python3", "--", "x.py", "-v"],
    ] {
      let outcome = dropblock(words: words)
      #expect(outcome.code == .usage)
      #expect(
        outcome.errors.contains("dropblock check … -- python3 x.py -v\n"), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    (["check", "--profile", "quick"], "who is judged?"),
    (["check", "a:b", "--", "true"], "one of them is judged"),
    (["check", "--option", "a=b", "--", "true"], "are for a TARGET"),
    (["check", "--execution", "eager", "--", "true"], "are for a TARGET"),
    (["check", "--execution", "compild", "a:b"], "jax.jit; did you mean 'compiled'?"),
    (["check", "--execution", "vmap,vmap", "a:b"], "each once and with a comma"),
    (["replay", "dbp1.0", "--execution", "eager,vmap", "a:b"], "in one way, and 2 are given"),
    (["check", "a:b", "c:d"], "unexpected argument 'c:d'"),
    (["check", "--only", "values,scale", "a:b"], "each after its own --only"),
  ])
  func `who is judged is said once, and plainly`(words: [String], message: String) {
    let outcome = dropblock(words: words)
    #expect(outcome.code == .usage && outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `a script without what runs it is told how it is started`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("print()".utf8), to: "x.py")
    let outcome = check(quick, [folder("x.py"), "-v"])
    #expect(outcome.code == .failed)
    // Lines are broken where the terminal ends.
    let words = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("-- python3 \(folder("x.py")) -v"), "\(outcome.errors)")
  }

  @Test func `past failures are kept in a folder`() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "file")
    let outcome = check("\(quick) --corpus \(folder("file"))", ["true"])
    #expect(outcome.code == .usage && outcome.errors.contains("is not a folder"))
  }

  @Test func `a program that prints rubbish ends with 3`() {
    let outcome = check(quick, ["sh", "-c", "echo Hello, world"])
    #expect(
      outcome.code == .failed && outcome.errors.contains("sent a malformed message"),
      "\(outcome.errors)")
  }

  @Test func `a program that dies on a case has a verdict, and the code is 3`() throws {
    let folder = try TemporaryFolder()
    let outcome = check(
      "\(quick) --only mask.blocks --jsonl \(folder("a"))",
      subject("read -r line; echo 'out of memory' >&2; exit 9"))
    #expect(outcome.code == .failed, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("! mask.blocks: the subject died"), "\(outcome.output)")
    #expect(outcome.output.contains("out of memory"))
    #expect(outcome.output.contains("replay: dropblock replay dbp1."))
    #expect(outcome.output.contains("-- sh -c '"))
    let text = String(decoding: try folder.bytes(of: "a"), as: UTF8.self)
    #expect(text.contains("\"conclusion\":\"failed\"") && text.contains("out of memory"))
  }

  @Test func `a program that hangs has a verdict in time`() {
    let outcome = check(
      "--profile quick --deadline 0.2 --only block.even", subject("while :; do sleep 1; done"))
    #expect(outcome.code == .failed)
    #expect(outcome.output.contains("hung: no answer within"), "\(outcome.output)")
  }

  @Test func `a program that offers nothing of what is asked ends with 5`() {
    let outcome = check("\(quick) --only schedule --only rank.3", subject("cat > /dev/null"))
    #expect(outcome.code == .nothingSelected, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("subject shell 1 · "))
    #expect(outcome.output.contains("5 not offered"))
  }

  @Test(arguments: ["check", "check --", "check --subject fast -- x", "check x -- y"])
  func `a command line without a program, or with another subject, is a usage error`(line: String) {
    let outcome = dropblock(line)
    #expect(outcome.code == .usage && outcome.output.isEmpty, "\(outcome.output)")
  }
}
