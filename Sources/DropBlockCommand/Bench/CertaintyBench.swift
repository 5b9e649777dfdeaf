import DropBlockVerification

/// How fast maps are looked at: the cost of certainty.
struct CertaintyBench {
  /// A subject on a number of cores.
  struct Contestant: Sendable, Hashable {
    /// The subject's name.
    let subject: String

    /// How many of it are looked at at the same time.
    let cores: Int
  }

  /// Who is measured: the fast engine and the reference, on one core and on two if there are two.
  let contestants: [Contestant]

  /// How many maps each of them shows in a round, on every core.
  let maps: [String: Int]

  /// Maps a second of each contestant, in each counted round.
  private(set) var speeds: [Contestant: [Double]] = [:]

  /// A measurement of rounds with so many maps of the fast engine, and a quarter of the reference.
  init(mapsPerRound: Int, cores: Int = System.processorCount) {
    maps = ["fast": mapsPerRound, "reference": mapsPerRound / 4]
    contestants = ["fast", "reference"].flatMap { subject in
      (1...Swift.min(Swift.max(cores, 1), 2)).map { Contestant(subject: subject, cores: $0) }
    }
  }

  /// Measures `rounds` rounds after one that is not counted, the contestants one after the other.
  mutating func measure(
    rounds: Int, progress: (_ round: Int, _ share: Double) -> Void = { _, _ in }
  ) throws {
    for round in 0...rounds {
      for (index, contestant) in contestants.enumerated() {
        let step = Double(round * contestants.count + index)
        progress(round, step / Double((rounds + 1) * contestants.count))
        let maps = maps[contestant.subject] ?? 0
        let name = contestant.subject
        let clock = ContinuousClock()
        let start = clock.now
        _ = try Jobs.map(contestant.cores, jobs: contestant.cores) { core in
          try SurveySpeed.mapsPerSecond(
            OwnSubjects.named(name), maps: maps, key: UInt64(round * 256 + core))
        }
        let seconds = Swift.max((clock.now - start) / .seconds(1), 1e-9)
        guard round > 0 else { continue }
        speeds[contestant, default: []].append(Double(maps * contestant.cores) / seconds)
      }
    }
  }

  /// The figures, a line each: medians, with the quartiles over the rounds.
  var lines: [String] {
    let rounds = speeds.values.first?.count ?? 0
    let heading =
      "certainty: maps of 14×14 units a second that are asked for, read and judged, "
      + "\(Text.counted(rounds, "round")), median and quartiles"
    return [heading]
      + contestants.map { contestant in
        let quartiles = Quartiles(speeds[contestant] ?? [])
        func text(_ speed: Double) -> String { Text.grouped(Int(speed)) }
        let name = "\(contestant.subject), \(Text.counted(contestant.cores, "core"))"
        return "  \(name.padded(to: 22))\(text(quartiles.middle).leftPadded(to: 10))"
          + " (\(text(quartiles.low))…\(text(quartiles.high)))"
      }
  }
}
