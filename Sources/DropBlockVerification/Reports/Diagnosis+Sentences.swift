import DropBlockContract

extension Diagnosis {
  /// What explains what was seen, line by line, the most important one first.
  package var lines: [String] {
    let lines = [first] + (isRepeated ? [] : evidenceLines)
    return isRepeated && !isAboutFrequencies ? lines : lines + closing
  }

  private var isAboutFrequencies: Bool {
    if case .frequencies = evidence { true } else { false }
  }

  /// What explains it, or why nothing does.
  private var first: String {
    if let explanation, let alternative {
      return "either \(explanation.sentence), or \(alternative.briefSentence): what was seen does "
        + "not tell them apart"
    }
    if let explanation { return explanation.sentence }
    switch evidence {
    case .cases(let evidence):
      return "none of the known \(evidence.topic.plural) explains \(evidence.all)"
    case .frequencies(let evidence): return evidence.unexplained
    case .relatedMaps, .sharedMaps:
      return "none of the known ways to depend on each other: as often as they are dropped, units "
        + "are dropped in both of two maps as they would be in independent ones"
    case .masks:
      return "none of the known ways to lay blocks is seen to leave out just these positions"
    }
  }

  /// What speaks for it, or against what comes closest.
  private var evidenceLines: [String] {
    switch evidence {
    case .cases(let evidence): lines(of: evidence)
    case .frequencies(let evidence): evidence.supporting
    case .relatedMaps(let isLawUnknown):
      isLawUnknown
        ? ["maps are not independent, so that frequencies do not tell by which rule they are made"]
        : []
    case .sharedMaps(let calls, let shape, let asked, _):
      [
        "in each of \(calls) calls of \(shape.samples) samples with \(shape.channels) channels that were to "
          + "share \(RequestOptions.name(of: asked))"
      ]
    case .masks(let count):
      explanation == nil
        ? [] : ["this could give all \(count) different masks, each such block in one"]
    }
  }

  private func lines(of evidence: CaseEvidence) -> [String] {
    guard let explanation else {
      let few = evidence.ratios.prefix(4).map {
        "\(Digits.of($0.ratio, 4)) on \($0.setting.words)"
      }
      return few.isEmpty
        ? [] : ["gamma by what was asked for: \(few.joined(separator: "; "))"]
    }
    switch explanation.faults.first {
    case .gammaMultiple, .factorMultiple: return ["in \(evidence.all)"]
    default: break
    }
    if evidence.topic == .factor, let example = evidence.example {
      return [evidence.decided(confidence)] + (example.words.map { [$0] } ?? [])
    }
    if confidence == .possible { return ["this could give the masks of \(evidence.all)"] }
    return evidence.topic == .blocks
      ? ["this turns the seeds into the masks of \(evidence.all)"]
      : ["this explains \(evidence.all)"]
  }

  /// What comes to the same, and how far what was found carries.
  private var closing: [String] {
    guard case .frequencies(let evidence) = evidence else {
      guard !equivalents.isEmpty else { return [] }
      return ["so does: " + equivalents.map(\.equivalentSentence).joined(separator: "; or: ")]
    }
    let same = equivalents.map(\.sentence).joined(separator: "; or: ")
    return (equivalents.isEmpty ? [] : ["on these maps that is the same as: " + same])
      + (isRepeated ? [] : evidence.reach)
  }
}

extension CaseEvidence {
  /// How many cases speak for what explains them.
  fileprivate func decided(_ confidence: Diagnosis.Confidence) -> String {
    let fits = confidence == .certain ? "this explains" : "this could explain"
    let rest =
      deciding == different
      ? "" : "; in the other \(different - deciding) it can't be told from what was asked for"
    return "\(fits) \(all): decided by \(deciding) with other counts each\(rest)"
  }

  fileprivate var all: String {
    if others > 0 { return "\(cases) of \(cases + others) failing cases that were looked at" }
    return cases == 1 ? "the failing case" : "all \(cases) failing cases that were looked at"
  }
}

extension CaseEvidence.Topic {
  fileprivate var plural: String {
    switch self {
    case .gamma: "gammas"
    case .factor: "factors"
    case .blocks: "ways to lay blocks"
    case .seeds: "ways to draw seeds"
    case .schedule: "wrong schedules"
    }
  }
}

extension FactorExample {
  /// What the map shows; nil where the two numbers do not differ as they are written.
  fileprivate var words: String? {
    let demanded = "\(SignificantNumber(shortestIn: asked...asked))"
    let found = "\(SignificantNumber(shortestIn: seen))"
    guard demanded != found else { return nil }
    return "such as where \(Decimals.grouped(kept)) of \(Decimals.grouped(units)) units are kept: "
      + "\(demanded) is asked for, \(found) was seen"
  }
}
