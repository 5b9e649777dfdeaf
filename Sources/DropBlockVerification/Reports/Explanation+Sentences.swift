import DropBlockContract

extension Explanation {
  /// What is wrong, and what is right besides.
  package var sentence: String { sentence { $0.sentence } }

  /// The same without numbers that were fitted.
  var briefSentence: String {
    sentence { fault in
      if case .gammaFitted = fault { return "gamma is fitted to each configuration" }
      return fault.sentence
    }
  }

  /// What is wrong, after the words that say what it is about.
  var equivalentSentence: String {
    sentence { fault in
      switch fault {
      case .gamma(let rule): rule.words
      case .factor(let formula): formula.words
      default: fault.sentence
      }
    }
  }

  private func sentence(_ words: (KnownFault) -> String) -> String {
    guard !faults.isEmpty else { return "the law asked for" }
    return (faults.map(words) + (besides.map { [$0.words] } ?? [])).joined(separator: "; ")
  }
}

extension Explanation.Besides {
  fileprivate var words: String {
    switch self {
    case .equationOneGamma: "with equation 1's gamma"
    case .gammaByTheRuleAskedFor: "with gamma by the rule asked for"
    case .blocksAndSeedGrid: "blocks and seed grid are right"
    }
  }
}

extension KnownFault {
  /// What is wrong.
  package var sentence: String {
    switch self {
    case .invertedMask: "the mask is inverted: blocks are kept, the rest is dropped"
    case .blocks(let rule), .seeds(let rule), .sharing(let rule), .schedule(let rule),
      .product(let rule):
      rule.words
    case .zeroIsNoIdentity: "where gamma is 0, nothing is dropped, but the output is not the input"
    case .gamma(let rule): "gamma is \(rule.words)"
    case .gammaMultiple(let ratio) where ratio.value == 0: "gamma is 0"
    case .gammaMultiple(let ratio): "gamma is \(ratio) times the one asked for"
    case .gammaFitted(let gammas):
      "as much is dropped as if gamma were " + gammas.prefix(3).map(\.words).joined(separator: ", ")
        + (gammas.count > 3 ? ", and so on" : "")
    case .unlikeMaps(let maps): maps.words
    case .neverDropped(let regions):
      "never dropped: " + regions.prefix(3).map(\.words).joined(separator: "; ")
        + (regions.count > 3 ? "; and so on" : "")
    case .nothingIsDropped: "nothing is dropped"
    case .noOutputIsZero:
      "no output is 0, and outputs have no factor in common: nothing is dropped, or what is dropped becomes "
        + "another number"
    case .everythingIsDropped:
      "every output is 0: everything is dropped, or multiplied by 0"
    case .certaintyIsMissed: "units are kept where gamma is 1, or dropped where it is 0"
    case .outputIsInput:
      "the output is the input, bit for bit: nothing is dropped, and nothing is scaled"
    case .factorMultiple(let ratio):
      "kept units are multiplied by \(ratio) times the factor asked for"
    case .factor(let formula): "kept units are multiplied by \(formula.words)"
    case .someMasksAreShared(let axes):
      "some maps have one mask: \(axes.map(\.rawValue).joined(separator: ", "))"
    case .repeatedMaps(let twins):
      "maps that are to have nothing in common have one mask: \(twins.kind.words)"
    case .oneMaskForEveryKey: "every map has the same mask, whatever its key"
    case .oneMask(let relation): "\(relation.rawValue) have one mask"
    case .keysAndMapsAreAdded(let relation):
      "\(relation.rawValue) have one mask: keys and numbers of "
        + "\(relation == .nextChannel ? "channels" : "samples") are added"
    case .keyBitIsIgnored(let relation):
      "\(relation.rawValue) have the same masks: it has no effect (asked with keys of 64 bits)"
    case .state(let fault): fault.sentence
    case .randomStateStays:
      "successive calls have the same masks: the random state does not go on"
    case .partlyOneMask(let relation, let percent):
      "of \(relation.rawValue) as many units are dropped in both as if \(percent) % of the pairs "
        + "had one mask"
    case .moreInCommon(let relation):
      "of \(relation.rawValue) a little more units are dropped in both than in independent maps"
    case .lessInCommon(let relation):
      "of \(relation.rawValue) fewer units are dropped in both than in independent maps: as if one "
        + "were partly the other's complement"
    }
  }
}

extension FittedGamma {
  fileprivate var words: String {
    "about \(gamma) where \(asked) was asked for (\(ratio) times as much) on \(setting.words)"
  }
}

extension MapSetting {
  /// The map, its blocks, and what else is not the paper's.
  var words: String {
    (["map \(CaseDescription.sizes(map))", "block \(CaseDescription.sizes(block))"]
      + (grid.map { ["grid \(CaseDescription.name(of: $0))"] } ?? [])
      + CaseDescription.sharing(sharing)).joined(separator: ", ")
  }
}
