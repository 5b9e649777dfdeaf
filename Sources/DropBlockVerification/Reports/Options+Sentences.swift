import DropBlockContract
import DropBlockPlatform

extension OptionValue {
  /// The value in a few words, such as `float16` or `maps of 784 to 4,095 units`.
  package var words: String {
    switch self {
    case .elementType(let type): type.rawValue
    case .rank(let rank): "\(rank) \(rank == 1 ? "axis" : "axes")"
    case .layout(.channelsFirst): "channels first"
    case .layout(.channelsLast): "channels last"
    case .layout(.strided): "strided tensors"
    case .samples(let range): Self.count(range, "sample")
    case .channels(let range): Self.count(range, "channel")
    case .units(let range): "maps of \(Self.count(range, "unit"))"
    case .isEmpty(.samples): "no sample"
    case .isEmpty(.channels): "no channel"
    case .isEmpty(.map): "a side of the map is 0"
    case .isSquare(let isSquare): isSquare ? "square maps" : "oblong maps"
    case .block(.one): "block 1"
    case .block(.even): "even blocks"
    case .block(.odd): "odd blocks"
    case .block(.whole): "blocks as large as the map"
    case .block(.unequal): "blocks of unequal sides"
    case .dropProbability(.belowHundredth): "p below 0.01"
    case .dropProbability(.belowTenth): "p from 0.01 to 0.1"
    case .dropProbability(.belowHalf): "p from 0.1 to 0.5"
    case .dropProbability(.belowOne): "p from 0.5 to 1"
    case .dropProbability(.one): "p 1"
    case .gammaRule(let rule): "gamma by \(rule.rawValue)"
    case .seedGrid(let grid): "grid \(grid.protocolName)"
    case .sharing(let sharing): "masks shared over \(RequestOptions.name(of: sharing))"
    case .scale(let rule): "scale \(rule.rawValue)"
    case .sampler(let sampler): "sampler \(sampler.rawValue)"
    case .threads(let threads):
      threads.map { "\($0) thread\($0 == 1 ? "" : "s")" } ?? "any number of threads"
    case .inPlace(let inPlace): inPlace ? "in place" : "not in place"
    case .keys(.random): "keys drawn at random"
    case .keys(.step): "keys that are steps"
    case .keys(.stepByReplica): "keys step + 1000 · replica"
    case .keys(.replicaAboveStep): "keys with the replica above the step"
    }
  }

  private static func count(_ range: ClosedRange<Int>, _ noun: String) -> String {
    let (low, high) = (Decimals.grouped(range.lowerBound), Decimals.grouped(range.upperBound))
    if range.count == 1 { return "\(low) \(noun)\(range.lowerBound == 1 ? "" : "s")" }
    return range.upperBound == .max ? "\(low) \(noun)s and more" : "\(low) to \(high) \(noun)s"
  }
}

extension OptionCoverage {
  /// How many of those that were not judged a line names.
  private static let mostNamed = 3

  /// How much was judged, and what was not: `option values judged: 55 of 56, not p 1`.
  var words: String {
    let what = depth == .values ? "option values" : "pairs of option values"
    let count = "\(what) judged: \(Decimals.grouped(judged)) of \(Decimals.grouped(declared))"
    let names = unjudgedNames
    guard !names.isEmpty else { return count }
    let more = names.count - Self.mostNamed
    return "\(count), not \(names.prefix(Self.mostNamed).joined(separator: ", "))"
      + (more > 0 ? " and \(Decimals.grouped(more)) more" : "")
  }

  /// The values, or pairs of them, that were not judged.
  var unjudgedNames: [String] {
    unjudged.map { $0.map(\.words).joined(separator: " with ") }
  }
}

extension Evidence.Options {
  /// Where the rate is wrong, and how.
  var words: String {
    let undefined =
      undefinedCalls == 0
      ? ""
      : "\n  \(Decimals.grouped(undefinedCalls)) of the calls were NaN throughout, and count as "
        + "dropped whole"
    return """
      \(heading)
        over \(Decimals.grouped(calls)) calls, of which this is one: \(Decimals.grouped(maps)) independent maps, \
      \(Decimals.significant(expectedBlocks)) blocks expected
        expected share \(expectedShare)
        got            \(share)\(undefined)
      \(certainty)
      """
  }

  /// Where the rate is wrong, and how, in one line.
  var heading: String {
    let place = values.map(\.words).joined(separator: ", ")
    switch departure {
    case .impossible:
      return "\(departure.words), in "
        + "\(Decimals.grouped(impossibleCalls)) of \(Decimals.grouped(certainCalls)) such calls"
    case .unnamed: return departure.words
    case .nothing, .half, .double, .everything, .fixedCount:
      let count =
        (isUndefined ? "\(Decimals.grouped(undefinedCalls)) of " : "")
        + "\(Decimals.grouped(calls)) call\(calls == 1 ? "" : "s")"
      let what =
        isUndefined ? "the output was NaN throughout, which counts as dropped," : departure.words
      return "\(what) in \(count)\(place.isEmpty ? "" : " of \(place)")"
    }
  }

  private var certainty: String {
    guard logEvidence.isFinite else { return "a correct subject never shows this" }
    let power = Decimals.fixed(logEvidence / .ln10, 1)
    return "all bets together gained 10^\(power), as those on a correct subject do with "
      + "probability 10^-\(power) at most"
  }
}

extension Evidence.Departure {
  /// What the subject does.
  fileprivate var words: String {
    switch self {
    case .nothing: "nothing was dropped"
    case .half: "less was dropped than by the law"
    case .double: "more was dropped than by the law"
    case .everything: "every output was 0"
    case .fixedCount:
      "a tensor always has the mean number of blocks, rounded up or down"
    case .impossible: "units are kept where gamma is 1, or dropped where it is 0"
    case .unnamed: "what is dropped does not follow the law; where, and how, is not plain"
    }
  }
}
