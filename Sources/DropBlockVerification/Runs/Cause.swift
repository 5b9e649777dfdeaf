/// One thing that is wrong with a subject, and what it has turned red.
package struct Cause: Sendable, Hashable {
  /// What is wrong: by a known rule, or in the words of the fault itself where none is known.
  package enum Statement: Sendable, Hashable {
    case known(Explanation, or: Explanation?)
    case seen(Fault, demands: String)
  }

  /// What is wrong.
  package let statement: Statement

  /// What comes to the same in all that was seen.
  package var equivalents: [Explanation] = []

  /// How surely it follows.
  package var confidence = Diagnosis.Confidence.certain

  /// In which order it is told.
  package let rank: CauseRank

  /// The requirements whose own cases or maps it explains, in their order.
  package var requirements: [RequirementID]

  /// Those of them of whose failing cases it explains a part only.
  package var partly: Set<RequirementID> = []

  /// Requirements that are red too, which it can bring about, and for which nothing else was found.
  package var following: [RequirementID] = []

  /// What speaks for it.
  package var evidence: DiagnosisEvidence?

  /// Whether it does not hold wherever the run has looked.
  package var isElsewhereRefuted = false

  /// In how many cases that pass it would have shown, and does not.
  package var exceptions = 0

  /// What the cases that show it have in common, and others have not; nil where that is nothing.
  package var whereabouts: Whereabouts?

  /// Whether it is said of a part only of what was looked at.
  package var isLimited: Bool { isElsewhereRefuted || exceptions > 0 || whereabouts != nil }

  /// What is wrong, by known rules.
  package var faults: [KnownFault] {
    if case .known(let explanation, _) = statement { explanation.faults } else { [] }
  }

  /// What it can turn wrong.
  package var reach: Set<FaultAspect> {
    switch statement {
    case .known(let explanation, _):
      explanation.faults.reduce(explanation.faults.isEmpty ? rank.reach : []) {
        $0.union($1.reach)
      }
    case .seen(let fault, _):
      fault.site == .largeCount ? rank.reach.union([.rates, .blocks]) : rank.reach
    }
  }

  /// Whether it is told after all that is known: no rule explains it, and it brings about no others.
  var isOpen: Bool {
    if case .seen = statement { rank > .state } else { false }
  }

  /// Whether it may be the same as another that is told: a guess, what maps have in common, or no known rule.
  package var mayBeOfAnother: Bool {
    confidence == .possible || isOpen
      || faults.contains(where: \.isSharedInPart)
  }

  /// Whether means over many maps show it, not a case by itself.
  var isOfMeans: Bool { if case .seen(let fault, _) = statement { fault.isOfMeans } else { false } }

  /// Whether it was seen where very many units are kept.
  var isOfLargeCount: Bool {
    if case .seen(let fault, _) = statement { fault.site == .largeCount } else { false }
  }

  /// Whether it is a mask that no seeds give: how often units are dropped may follow.
  var isOfImpossibleMask: Bool {
    if case .seen(let fault, _) = statement { fault.site == .notAUnionOfBlocks } else { false }
  }

  /// Whether it is about the factor of kept units, by a formula.
  var isOfFactor: Bool { faults.contains { if case .factor = $0 { true } else { false } } }

  /// Whether it can only make more units be dropped, or come out as if they were, or only fewer; nil where it
  /// may do either.
  var drops: Bool? {
    if !faults.isEmpty,
      faults.allSatisfy({ $0.isOfNoDrop || $0.isOfEmptyMaps })
    {
      return false
    }
    // A factor of 0, or that is no number, makes kept units look dropped.
    let isOfZeros = [.factor, .rounding].contains(rank) || isOfLargeCount
    return isOfZeros || faults == [.everythingIsDropped] ? true : nil
  }

  /// Whether the backward pass alone shows it.
  package var isOfGradient: Bool {
    if case .cases(let evidence)? = evidence { evidence.isOfGradient } else { false }
  }

  /// Whether it is about what masks depend on.
  package var isOfState: Bool { rank == .state }

  /// Whether the same request may have another answer when it is asked again.
  package var mayComeBackGreen: Bool {
    faults.contains { fault in
      switch fault {
      case .state(.maskDependsOnInput), .state(.keysCollide): false
      case .state, .randomStateStays: true
      default: false
      }
    } || faults.isEmpty && isOfState
  }

  /// The stable identifier of what is wrong: rules joined by `+`, or the name of the site.
  package var id: String {
    switch statement {
    case .known(let explanation, _): explanation.id
    case .seen(let fault, _): "seen." + fault.site.name.split(separator: " ").joined(separator: "-")
    }
  }
}
