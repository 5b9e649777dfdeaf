extension Cause {
  /// What is wrong, in one sentence; what could only be is marked as that.
  package var sentence: String {
    switch statement {
    case .known(let explanation, nil):
      (confidence == .possible ? "perhaps " : "") + pass + explanation.sentence + limits
    case .known(let explanation, .some(let other)):
      "either \(explanation.sentence), or \(other.briefSentence): what was seen does not tell them "
        + "apart" + limits
    case .seen(let fault, let demands):
      (fault.headline ?? "this demand is not met, and no known rule says why: \(demands)").with(
        limits)
    }
  }

  /// Where only one of the two passes is off, which it is.
  private var pass: String {
    guard isOfGradient else { return "" }
    return "in the backward pass alone, "
  }

  /// Where it holds, if not everywhere.
  private var limits: String {
    if let whereabouts {
      let place =
        whereabouts.others == nil ? "seen in these cases" : "of the cases drawn only in these"
      return ", \(place): "
        + whereabouts.values.map(\.words).joined(separator: ", ")
    }
    if exceptions > 0 {
      return ", but not everywhere: it does not show in \(exceptions) case"
        + "\(exceptions == 1 ? "" : "s") where it would"
    }
    guard isElsewhereRefuted else { return "" }
    guard case .frequencies(let evidence) = evidence else { return ", but not wherever was looked" }
    // Those that differ in the drop probability alone are one place.
    let places = evidence.settings.map(\.words).reduce(into: [String]()) { known, words in
      if !known.contains(words) { known.append(words) }
    }
    let few = places.prefix(2).joined(separator: ", and on ")
    let more = places.count > 2 ? ", and on \(places.count - 2) more" : ""
    return few.isEmpty ? "" : ", on \(few)\(more), but not wherever was looked"
  }

  /// What comes to the same, in one line; nil where nothing does.
  package var equivalentsLine: String? {
    equivalents.isEmpty
      ? nil
      : "the same here: "
        + equivalents.prefix(3).map(\.equivalentSentence).joined(separator: "; or: ")
  }

  /// What speaks for it, line by line.
  package var evidenceLines: [String] {
    let cases = whereabouts?.evidenceLine.map { [$0] } ?? []
    guard let evidence, case .known(let explanation, let other) = statement else { return cases }
    let diagnosis = Diagnosis(
      explanation: explanation, alternative: other, confidence: confidence, evidence: evidence)
    return cases + diagnosis.lines.dropFirst()
  }

  /// What it has turned red, line by line.
  package var reachLines: [String] {
    // How often units are dropped does not follow from what maps have in common.
    let isSeen =
      requirements.count == 1 && following.isEmpty || faults.contains(where: \.isSharedInPart)
    let explained = [(isSeen ? "seen in: " : "explains: ") + Self.list(requirements)]
    return explained
      + (following.isEmpty ? [] : ["red too, perhaps because of it: " + Self.list(following)])
  }

  private static func list(_ requirements: [RequirementID]) -> String {
    requirements.map(\.rawValue).joined(separator: ", ")
  }
}

extension RunExplanation {
  /// What explains one requirement, line by line: its own diagnosis where the run bears it out.
  func lines(of requirement: RequirementID, _ violation: Violation) -> [String] {
    guard let (cause, isExplained) = cause(of: requirement) else { return [] }
    guard isExplained else { return ["perhaps because of this: \(cause.sentence)"] }
    guard case .known(let explanation, _) = cause.statement else { return [] }
    let own = violation.diagnosis
    return own?.explanation?.alone == explanation.alone ? own?.lines ?? [] : [cause.sentence]
  }

  /// All causes, line by line, each with what it has turned red.
  package var lines: [String] {
    let stage =
      firstStage.map { ["the first stage that leaves the reference: \($0.rawValue)"] } ?? []
    return stage + causes.flatMap { [$0.sentence] + $0.reachLines.map { "  " + $0 } }
  }
}

extension String {
  /// The sentence, which goes on where it ended.
  fileprivate func with(_ limits: String) -> String {
    (limits.isEmpty || !hasSuffix(".") ? self : String(dropLast())) + limits
  }
}

extension Whereabouts {
  /// How many cases fail, and how many do not; nil where others were not counted.
  fileprivate var evidenceLine: String? {
    others.map { others in
      "of \(failing + alike + others) cases drawn anew \(failing) fail: "
        + (alike == 0 ? "all" : "\(failing) of the \(failing + alike)")
        + " that are so, and none of the \(others) others"
    }
  }
}
