/// What explains a violation, as far as known rules do.
package struct Diagnosis: Sendable, Hashable {
  /// What explains all that was seen; nil where none of the known rules does.
  package var explanation: Explanation?

  /// What explains it nearly as well, so that what was seen does not tell the two apart.
  package var alternative: Explanation?

  /// What comes to the same in all that was seen, the simplest first.
  package var equivalents: [Explanation] = []

  /// How surely the explanation follows.
  package var confidence = Confidence.certain

  /// What it was inferred from.
  package var evidence: DiagnosisEvidence

  /// Whether all of this has been reported before, under another requirement of the run.
  package var isRepeated = false

  /// What a diagnosis comes to in its first sentence.
  enum Headline: Hashable {
    case explanation(Explanation, or: Explanation?)
    case unexplained(Unexplained)

    /// Why none of the known rules explains what was seen.
    enum Unexplained: Hashable {
      case nothingCanBe, nothingFits, nothingIsLikelier, nothingIsMuchLikelier, unrelated, unlaid
      case topic(CaseEvidence)
    }
  }

  /// What it comes to in its first sentence.
  var headline: Headline {
    if let explanation { return .explanation(explanation, or: alternative) }
    switch evidence {
    case .cases(let evidence): return .unexplained(.topic(evidence))
    case .relatedMaps, .sharedMaps: return .unexplained(.unrelated)
    case .masks: return .unexplained(.unlaid)
    case .frequencies(let evidence):
      switch evidence.conclusion {
      case .nothingCanBe: return .unexplained(.nothingCanBe)
      case .nothingIsLikelier(byMuch: false): return .unexplained(.nothingIsLikelier)
      case .nothingIsLikelier(byMuch: true): return .unexplained(.nothingIsMuchLikelier)
      case .closest, .fits, .mapsAreUnlike: return .unexplained(.nothingFits)
      }
    }
  }

  /// How surely an explanation follows from what was seen.
  package enum Confidence: String, Sendable, Hashable {
    /// It gives what was seen, and the law asked for does not.
    case certain

    /// It could give what was seen, as others could.
    case possible
  }
}

/// What is wrong, by one known rule or several at once; the law asked for where nothing is.
package struct Explanation: Sendable, Hashable {
  /// What is wrong.
  package var faults: [KnownFault]

  /// What is right besides, as far as was looked.
  package var besides: Besides?

  /// A part of the law that is right.
  package enum Besides: String, Sendable, Hashable {
    case equationOneGamma, gammaByTheRuleAskedFor, blocksAndSeedGrid
  }

  init(_ faults: [KnownFault], besides: Besides? = nil) {
    self.faults = faults
    self.besides = besides
  }

  /// The stable identifiers of its rules, joined by `+`; `asked` for the law asked for.
  package var id: String { faults.isEmpty ? "asked" : faults.map(\.id).joined(separator: "+") }

  /// The same, whatever else is right.
  var alone: Explanation { Explanation(faults) }
}
