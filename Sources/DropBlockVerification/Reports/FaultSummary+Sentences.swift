extension FaultSummary {
  /// The summary, line by line; none where fewer than two requirements are violated.
  package var lines: [String] {
    let stage = firstStage.map { ["the first stage that leaves the reference: \($0.rawValue)"] }
    let rest = unexplained.map(\.rawValue).joined(separator: ", ")
    return (stage ?? []) + causes.map(\.sentence)
      + (unexplained.isEmpty ? [] : ["without a known rule: \(rest)"])
  }
}

extension FaultSummary.Cause {
  fileprivate var sentence: String {
    let rule =
      alternative.map {
        "either \(explanation.sentence), or \($0.briefSentence): what was seen does not tell them "
          + "apart"
      } ?? explanation.sentence
    let more =
      equivalents == 0 ? "" : " (or one of \(equivalents) more rules that give the same)"
    let ids = requirements.map(\.rawValue).joined(separator: ", ")
    return "\(isCertain ? "" : "perhaps ")\(rule)\(more): \(ids)"
  }
}
