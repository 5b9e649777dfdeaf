import DropBlockPlatform
import DropBlockVerification

/// How fast the suite's cases are drawn, and what it costs to record their choices.
struct GeneratorBench {
  /// The processor's time of each counted round, with the choices recorded and without.
  ///
  /// Elapsed time would tell how busy the machine is with other things.
  private(set) var recorded = Timing(name: "drawn and recorded")
  private(set) var unrecorded = Timing(name: "drawn only")

  /// The time that went by in each counted round, with the choices recorded.
  private(set) var elapsed = Timing(name: "drawn and recorded, elapsed")

  /// Depends on every case.
  private(set) var checksum: UInt64 = 0

  /// How many cases a round draws, twice.
  let casesPerRound: Int

  /// What a million cases must come to, in seconds.
  static let secondsPerMillion = BenchTarget.atMost(10)

  /// What the ratio must come to.
  static let ratio = BenchTarget.atMost(2)

  /// A measurement of rounds with so many cases.
  init(casesPerRound: Int) { self.casesPerRound = casesPerRound }

  /// Measures `rounds` rounds after one that is not counted; each draws cases of its own.
  ///
  /// Which of the two is first changes from round to round.
  mutating func measure(
    rounds: Int, progress: (_ round: Int, _ share: Double) -> Void = { _, _ in }
  ) throws {
    let sample = DrawingSpeed()
    let clock = ContinuousClock()
    for round in 0...rounds {
      progress(round, Double(round) / Double(rounds + 1))
      let first = UInt64(round) * UInt64(casesPerRound)
      let cases = first..<first + UInt64(casesPerRound)
      var words: Set<UInt64> = []
      for isRecorded in [round & 1 == 0, round & 1 != 0] {
        let start = (elapsed: clock.now, processor: Self.processorSeconds)
        words.insert(try sample.draw(cases, isRecorded: isRecorded))
        let seconds = Self.processorSeconds - start.processor
        guard round > 0 else { continue }
        if isRecorded { elapsed.seconds.append((clock.now - start.elapsed) / .seconds(1)) }
        if isRecorded {
          recorded.seconds.append(seconds)
        } else {
          unrecorded.seconds.append(seconds)
        }
      }
      for word in words { checksum = (checksum ^ word) &* 0x9E37_79B9_7F4A_7C15 }
      precondition(words.count == 1, "recording changes the cases")
    }
  }

  /// The processor's time that this process has taken; POSIX counts it in millionths of a second.
  private static var processorSeconds: Double { Double(clock()) / 1e6 }

  /// The figures, a line each: medians, with the quartiles over the rounds.
  var lines: [String] {
    let million = 1e6 / Double(casesPerRound)
    let seconds = Quartiles(recorded.seconds.map { $0 * million })
    let speeds = Quartiles(recorded.seconds.map { Double(casesPerRound) / Swift.max($0, 1e-9) })
    let elapsed = Quartiles(elapsed.seconds.map { $0 * million })
    let ratios = recorded.ratios(to: unrecorded, as: Self.ratio)
    return [
      "generators: \(Text.counted(recorded.seconds.count, "round")) of "
        + "\(Text.grouped(casesPerRound)) cases on one core, median and quartiles of the "
        + "processor's time",
      "  cases per second        \(Self.text(speeds) { Text.grouped(Int($0)) })",
      "  seconds per 1,000,000   \(Self.text(seconds) { $0.fixed(3) })"
        + Self.judgement(Self.secondsPerMillion, seconds),
      "    elapsed               \(Self.text(elapsed) { $0.fixed(3) })",
      "  recorded / not recorded \(Self.text(ratios) { $0.fixed(2) })"
        + Self.judgement(Self.ratio, ratios),
    ]
  }

  private static func text(_ values: Quartiles, _ number: (Double) -> String) -> String {
    "\(number(values.middle)) (\(number(values.low))…\(number(values.high)))"
  }

  private static func judgement(_ target: BenchTarget, _ values: Quartiles) -> String {
    ", target \(target.text): \(target.judgement(values.middle))"
  }
}
