/// A function or a layer in Python that is put on the stand by its name: `package.module:attribute`, or
/// `path/to/file.py:attribute`.
///
/// The module `dropblock_verify.target` of the Python package imports it, reads off its signature what its
/// parameters stand for, and speaks the subject protocol.
struct PythonTarget: Hashable {
  /// The environment variable that names the Python in which the target is imported.
  ///
  /// The `dropblock` of the Python package sets it to the Python that it is installed for.
  static let variable = "DROPBLOCK_PYTHON"

  /// The exit code by which the module says that it can't put a target on the stand: it has said why.
  static let exitCode: Int32 = 66

  /// The name.
  let name: String

  /// What its parameters stand for, or are given, where the signature does not tell: `NAME=VALUE`.
  var options: [String] = []

  /// What it is taken to do: the names of conventions, or `FIELD=JSON`.
  var declares: [String] = []

  /// How it is called; nil where nothing was said of it, which is as ``Execution/eager``.
  var execution: Execution?

  /// Whether a word has the form of a target's name.
  static func isName(_ word: String) -> Bool {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, let attribute = parts.last, isDotted(attribute) else { return false }
    let place = parts.dropLast().joined(separator: ":")
    return place.hasSuffix(".py") || isDotted(place[...])
  }

  /// The words that name it on a command line.
  var words: [String] {
    [name] + options.flatMap { ["--option", $0] } + declares.flatMap { ["--declare", $0] }
      + (execution.map { ["--execution", $0.rawValue] } ?? [])
  }

  /// The program that puts it on the stand.
  var command: [String] {
    [Self.python, "-m", "dropblock_verify.target"] + words
  }

  /// The Python in which it is imported.
  static var python: String {
    let named = System.environment(variable) ?? ""
    return named.isEmpty ? "python3" : named
  }

  /// Whether a text is names joined by dots.
  private static func isDotted(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { name in
      guard let first = name.first, !first.isNumber else { return false }
      return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
  }
}
