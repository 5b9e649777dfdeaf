import DropBlockContract
import DropBlockVerification

/// Judges the words of the suite: what it says of faults that are known.
enum WordsJudging {
  /// Runs every fault, and pairs of them, and prints what was said.
  ///
  /// - Returns: Whether every single fault is named, and nothing false is said.
  static func run(
    _ subjects: [Trial.Subject], pairs count: Int, profile: VerificationProfile, key: UInt64,
    jobs: Int, _ console: any Console
  ) -> ExitCode {
    let single = subjects.compactMap { subject -> [Mutant]? in
      if case .mutant(let mutant) = subject, mutant.equivalence == nil { [mutant] } else { nil }
    }
    let pairs = WordsTrial.pairs(count, key: key)
    let trials = (single + pairs).map { WordsTrial($0, profile: profile, key: key) }
    console.line(TrialTable.header(profile: profile, key: key, keys: 1))
    var progress = ProgressLine(console)
    var results: [WordsResult] = []
    let runs = trials.map { trial in
      { @Sendable in trial.run(version: DropBlockPackage.version) }
    }
    TrialQueue(runs).run(jobs: jobs) { _, result in
      progress.clear()
      console.write(row(result))
      results.append(result)
      progress.show(
        "\(results.count) of \(trials.count) runs", Double(results.count) / Double(trials.count))
    }
    progress.clear()
    console.line()
    let alone = results.filter { $0.mutants.count == 1 }
    let two = results.filter { $0.mutants.count > 1 }
    if !alone.isEmpty { console.line("single faults: " + sum(alone)) }
    if !two.isEmpty { console.line("pairs: " + sum(two)) }
    let isRight = alone.allSatisfy { $0.falseCauses.isEmpty && $0.names($0.mutants[0]) }
    return isRight ? .conforms : .deviates
  }

  /// What was said of one subject.
  private static func row(_ result: WordsResult) -> String {
    let named = result.mutants.count { result.names($0) }
    let isAll = named == result.mutants.count
    let mark = result.falseCauses.isEmpty && isAll && result.isFirstTrue ? "✓" : "✗"
    let names = result.mutants.map(\.name).joined(separator: " + ")
    let said = isAll ? result.isFirstTrue ? "named first" : "named" : "named \(named)"
    let first = result.causes.first.map { "\n      \($0.sentence)" } ?? "\n      nothing is said"
    let wrong = result.falseCauses.map { "\n    false: \($0.sentence)" }.joined()
    return "\(mark) \(names)  \(said)\(mark == "✓" ? "" : first)\(wrong)\n"
  }

  private static func sum(_ results: [WordsResult]) -> String {
    let first = results.count(where: \.isFirstTrue)
    let all = results.count { result in result.mutants.allSatisfy { result.names($0) } }
    let wrong = results.reduce(0) { $0 + $1.falseCauses.count }
    let sentences = results.reduce(0) { $0 + $1.causes.count }
    return "\(results.count) · a true cause first \(first) · all named \(all) · "
      + "\(wrong) of \(sentences) sentences false"
  }
}
