import DropBlockContract

extension Held: CustomStringConvertible {
  /// What was seen, in a few words.
  public var description: String { words }
}

extension Lack: CustomStringConvertible {
  /// What the subject does instead, or does not.
  public var description: String { words }
}

extension Doubt: CustomStringConvertible {
  /// Why the run could not decide.
  public var description: String { words }
}

extension Verdict: CustomStringConvertible {
  /// The requirement and what came out, in one line: `rate.share holds: share 0.0934 within 14 %`.
  public var description: String {
    switch outcome {
    case .holds(let held): "\(requirement) holds: \(held.words)"
    case .violated(let violation): "\(requirement) does not hold: \(violation.site)"
    case .notOffered(let lack): "\(requirement) does not apply: the subject \(lack.words)"
    case .inconclusive(let doubt): "\(requirement) is undecided: \(doubt.words)"
    case .failed(let failure, _): "\(requirement) came to no verdict: the subject \(failure)"
    }
  }
}

extension Held {
  /// What was seen, in a few words.
  package var words: String {
    switch self {
    case .cases(let count): "\(Decimals.grouped(count)) cases"
    case .casesAndMaps(let count, let maps):
      "\(Decimals.grouped(count)) cases, \(Decimals.grouped(maps)) maps"
    case .thisCase: "holds on this case"
    case .maps(let count): "\(count) maps"
    case .singleUnits(let maps): "one \(Decimals.grouped(maps)) maps"
    case .wholeMaps(let maps): "whole \(Decimals.grouped(maps)) maps"
    case .share(let share, let bound):
      "share" + (share.map { " \(Decimals.fixed($0, 4))" } ?? "")
        + (bound.map { " within \(Decimals.significant(100 * $0)) %" } ?? "")
    case .positions(let units, let bound):
      "position \(units) units" + (bound.map { " within \(Decimals.significant($0))" } ?? "")
    case .pairs(let count, let oneSided): "pairs \(count)\(Self.tail(oneSided))"
    case .masks(let count, let oneSided, let isOdd):
      "masks \(count)\(Self.tail(oneSided))"
        + (isOdd ? ", of odd blocks: even ones are not computed" : "")
    case .independent(let partners, let pairs):
      "\(partners.rawValue) \(Decimals.grouped(pairs)) pairs of maps"
    case .distinct(let maps, let sets):
      "maps \(Decimals.grouped(maps)) in \(sets) set\(sets == 1 ? "" : "s"), no two of a set alike"
    case .options(let depth, let count, let all, let cases):
      "options \(Decimals.grouped(count)) of \(Decimals.grouped(all)) \(depth.rawValue), "
        + "\(Decimals.grouped(cases)) cases"
    case .custom(let words): words
    }
  }

  /// Whether the words begin with what the requirement is about, so that its name need not be said.
  var namesItsSubject: Bool {
    switch self {
    case .cases, .casesAndMaps, .thisCase, .maps, .custom: false
    case .singleUnits, .wholeMaps, .share, .positions, .pairs, .masks, .independent: true
    case .options, .distinct: true
    }
  }

  private static func tail(_ oneSided: Int) -> String {
    oneSided == 0 ? "" : ", \(oneSided) one-sided"
  }
}

extension Lack {
  /// What the subject does instead, or does not.
  package var words: String {
    switch self {
    case .capability(let capability): Self.words(capability)
    case .rank(let rank): "takes no \(rank)-dimensional maps"
    case .severalAxes: "takes 1-dimensional maps only"
    case .layout(let layout): "takes no \(Self.words(layout)) tensors"
    case .elementType(let type): "takes no \(type.rawValue)"
    case .schedule(let schedule): "offers no \(schedule.rawValue) schedule"
    case .schedules: "offers no schedule"
    case .randomStream: "has a random stream of its own"
    case .blocks(.any): "has blocks of every size"
    case .blocks(.one): "drops single units, no blocks"
    case .blocks(.map): "drops whole maps, no blocks"
    case .count: "has a factor that follows from p, not from a count"
    case .ownMasks(let axes):
      "shares masks over \(axes.contains(.channels) ? "channels" : "samples")"
    case .everyCase: "offers none of the cases"
    case .options(let cases):
      "refers all \(Decimals.grouped(cases)) cases to options it lacks"
    case .custom(let words): words
    }
  }

  private static func words(_ capability: SubjectCapability) -> String {
    switch capability {
    case .backward: "offers no backward pass"
    case .laterForward: "can't run forward again before the backward pass"
    case .keyed: "can't be keyed"
    case .continues: "keeps no random state from call to call"
    case .firstSample: "takes no first sample"
    case .threads: "takes no number of threads"
    case .inPlace: "can't write in place"
    case .rectangularBlocks: "takes no blocks with a side for each axis"
    case .gammaFactor: "takes no factor on gamma"
    case .emptyTensors: "takes no empty tensors"
    case .resume: "keeps no state that could be resumed"
    }
  }

  private static func words(_ layout: LayoutName) -> String {
    switch layout {
    case .channelsFirst: "channels-first"
    case .channelsLast: "channels-last"
    case .strided: "strided"
    }
  }
}

extension Doubt {
  /// Why the run could not decide, over several lines where there is more than one reason.
  package var words: String {
    switch self {
    case .undecided(let statements): statements.map(\.words).joined(separator: "\n")
    case .discarded(let judged, let discarded): "\(judged) cases judged, \(discarded) discarded"
    case .report(let report): "\(report)"
    case .staleToken:
      "the token is stale: it was made by other generators, profile or options, and is not run "
        + "as another case"
    case .caseNotOffered: "the subject does not offer this case"
    case .failedOnce: "the case fails once and not again"
    case .noRequirementForBytes: "there is no requirement to judge bytes by"
    case .noCase(let error): "the bytes stand for no case: \(error)"
    case .tooFewKept(let kept, let limit):
      "only \(Decimals.grouped(kept)) units were kept, where more than \(Decimals.grouped(limit)) "
        + "were to be counted"
    case .nothingAsked: "the subject was asked nothing"
    case .notAsked(let questions):
      "the challenge lacks \(Decimals.grouped(questions)) "
        + (questions == 1
          ? "question that its answers led to" : "questions that its answers led to")
    case .nothingToCompare:
      "every map was kept whole or dropped whole: there were no masks to compare"
    case .threw(let error, let replay):
      "the requirement threw an error of its own: \(error)\n  replay: \(replay)"
    case .interrupted(let error): "the suite could not go on: \(error)"
    case .custom(let words): words
    }
  }
}

extension Doubt.Undecided {
  /// What was not decided, and why not.
  fileprivate var words: String {
    switch reason {
    case .withdrawn: "\(statement.words): the subject stopped to offer it"
    case .maps(let maps, let bound, let measure):
      """
      \(statement.words):
      after \(Decimals.grouped(maps)) maps neither violated nor proved to be within \
      \(bound.map(Decimals.significant) ?? "any bound") (\(measure.words))
      """
    }
  }
}

extension Violation {
  /// What is wrong, on the smallest input that was found, over several lines.
  public var message: String {
    faults.map(\.message).joined(separator: "\n")
      + (shrinkAdvice.map { "\nit may become smaller: \($0)" } ?? "")
  }
}
