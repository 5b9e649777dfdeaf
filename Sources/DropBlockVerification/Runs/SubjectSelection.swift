import DropBlockContract
public import DropBlockGenerators

/// How a subject is named on the command line, so that a report can say how to see something again.
public enum SubjectSelection: Sendable, Hashable {
  /// One of this package's own, by name.
  case named(String)

  /// A child process, by its command, and the seconds in which it must answer a case.
  case command([String], deadline: Double = 10)

  /// The command line that replays a token.
  public func replay(_ token: Token, profile: Profile, asPaper: Bool) -> String {
    line("replay \(token)", profile, asPaper)
  }

  /// The command line that judges one requirement again.
  public func verify(
    _ requirement: Requirement, key: UInt64, profile: Profile, asPaper: Bool
  ) -> String {
    let verb = if case .command = self { "check" } else { "verify" }
    let margin = profile.margin.map { " --margin \($0)" } ?? ""
    return line(
      "\(verb) --only \(requirement.id) --key 0x\(String(key, radix: 16))\(margin)", profile,
      asPaper)
  }

  private func line(_ words: String, _ profile: Profile, _ asPaper: Bool) -> String {
    let options = " --profile \(profile.name)\(asPaper ? " --as paper" : "")"
    switch self {
    case .named(let name): return "dropblock \(words)\(options) --subject \(name)"
    case .command(let command, let deadline):
      let limit = deadline == 10 ? "" : " --deadline \(deadline)"
      return
        "dropblock \(words)\(options)\(limit) -- \(command.map(Self.quoted).joined(separator: " "))"
    }
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "_-./=:,+@%".contains($0) }
    guard !plain || word.isEmpty else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
