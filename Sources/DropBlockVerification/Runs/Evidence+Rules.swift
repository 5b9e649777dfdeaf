extension Evidence.Options {
  /// The rules that say what the subject does there; none where no rule does.
  var faults: [KnownFault] {
    switch departure {
    case .nothing: share == 0 ? [.nothingIsDropped, .outputIsInput] : []
    // A factor of 1 / (1 − p) may be 0 there, or no number.
    case .everything where values.contains(.dropProbability(.one)): []
    // What is no number may come from a factor as well.
    case .everything where isUndefined: []
    case .everything: share == 1 ? [.everythingIsDropped] : []
    case .fixedCount: [.seeds(SeedLaw.ofTensor)]
    case .impossible: [.certaintyIsMissed]
    case .half, .double, .unnamed: []
    }
  }
}

extension Evidence.Twins {
  /// From how many maps on a way is told in which they lie to each other.
  private static let fewest = 8

  /// Whether most maps with one mask lie to each other in one way, in one call.
  var isOneWay: Bool {
    kind.calls == .same && count >= Self.fewest && 2 * count >= repeated
  }

  /// Whether all maps with one mask lie to each other in one way.
  var isRegular: Bool { count >= Self.fewest && count == repeated }
}
