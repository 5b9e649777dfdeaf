/// One run on a subject with one fault or two, of which it is known what the suite should say is wrong.
package struct WordsTrial: Sendable {
  /// The faults.
  package let mutants: [Mutant]

  /// How much work goes into each verdict.
  package let profile: VerificationProfile

  /// From which all cases of the run follow.
  package let key: UInt64

  /// Creates a trial.
  package init(_ mutants: [Mutant], profile: VerificationProfile, key: UInt64) {
    self.mutants = mutants
    self.profile = profile
    self.key = key
  }

  /// Pairs of faults that are about different things, and of which neither replaces the other.
  ///
  /// - Parameters:
  ///   - count: How many pairs there are, at most.
  ///   - key: From which they follow.
  package static func pairs(_ count: Int, key: UInt64) -> [[Mutant]] {
    let single = Mutant.all.filter { $0.equivalence == nil && $0.disturb == nil }
    var pairs: [[Mutant]] = []
    for (index, first) in single.enumerated() {
      for second in single[(index + 1)...]
      where first.part != second.part && first.replaced.isDisjoint(with: second.replaced) {
        pairs.append([first, second])
      }
    }
    var mixer = KeyMixer(key, salt: 101)
    // A shuffle by sorting: another key gives other pairs.
    return pairs.map { ($0, mixer.next()) }.sorted { $0.1 < $1.1 }.prefix(count).map(\.0)
  }

  /// Runs the suite, and holds what it says against what is true.
  package func run(version: String) -> WordsResult {
    let mutant = mutants.count == 1 ? mutants[0] : Mutant(planting: mutants)
    let subject = mutant.subject(version: version)
    let run = VerificationRun(subject, by: Requirement.all, profile: profile, key: key)
    return WordsResult(mutants, run.judged().explanation)
  }
}

extension Mutant {
  /// What it puts in the place of the reference's.
  var replaced: Set<String> {
    var pipeline = Pipeline()
    plant(&pipeline)
    return pipeline.replaced
  }

  /// The part of the work that the fault is about.
  fileprivate var part: String {
    switch requirement.family {
    case "rate", "block", "rank", "map", "mask", "independence", "layout", "batch": "mask"
    case "random", "stages": "stream"
    case "scale", "values", "precision", "identity": "values"
    case "backward": "backward"
    default: requirement.family
    }
  }
}

/// What was said of a subject with known faults.
package struct WordsResult: Sendable {
  /// The faults.
  package let mutants: [Mutant]

  /// What was said, in its order.
  package let causes: [Cause]

  init(_ mutants: [Mutant], _ explanation: RunExplanation) {
    self.mutants = mutants
    causes = explanation.causes
  }

  /// Whether a fault is named: by a rule that says it, or by what was seen of it where none does.
  package func names(_ mutant: Mutant) -> Bool { causes.contains { Self.says($0, mutant) } }

  /// Whether the first cause is one of the faults.
  package var isFirstTrue: Bool {
    causes.first.map { cause in mutants.contains { Self.says(cause, $0) } } ?? false
  }

  /// Causes that name a rule which is none of the faults.
  package var falseCauses: [Cause] {
    causes.filter { cause in
      let isSeen = cause.faults.allSatisfy { fault in
        switch fault {
        case .state, .neverDropped: true
        default: false
        }
      }
      // What is said not to be so everywhere may well be so in a part.
      let isPartial = cause.isElsewhereRefuted || cause.exceptions > 0
      return !isSeen && !isPartial && !mutants.contains { Self.says(cause, $0) }
    }
  }

  private static func says(_ cause: Cause, _ mutant: Mutant) -> Bool {
    switch cause.statement {
    case .seen:
      // Where no rule says it, what was seen of it has to do.
      return mutant.truth.isEmpty
        && (cause.requirements + cause.following).contains(mutant.requirement)
    case .known(let explanation, let other):
      let named =
        explanation.faults + (other?.faults ?? []) + cause.equivalents.flatMap(\.faults)
      return named.contains { fault in mutant.truth.contains { fault.id.hasPrefix($0) } }
    }
  }
}
