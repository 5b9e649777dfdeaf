import DropBlockContract
import DropBlockReference

/// A known way to get the normative random stream wrong.
struct SeedRule: Sendable {
  /// What is wrong.
  let rule: Rule

  /// Puts it into the stream.
  let bend: @Sendable (inout SeedStream) -> Void

  /// - Parameter keepsLaw: Whether other numbers are drawn, each as likely as before.
  private init(
    _ name: String, _ words: String, keepsLaw: Bool = false,
    _ bend: @escaping @Sendable (inout SeedStream) -> Void
  ) {
    rule = Rule("seeds.\(name)", words, keepsLaw: keepsLaw)
    self.bend = bend
  }

  /// All of them, the simple ones first.
  static let all: [SeedRule] =
    [
      SeedRule("key-halves-swapped", "the two halves of the key change places", keepsLaw: true) {
        $0.isKeySwapped = true
      },
      SeedRule("key-low-word", "of the key only the low 32 bits are used") {
        $0.keyMask = 0xFFFF_FFFF
      },
      SeedRule(
        "counter-words-swapped", "the first two words of the counter change places", keepsLaw: true
      ) {
        $0.isCounterSwapped = true
      },
      SeedRule(
        "words-reversed", "the four words of a counter are used from the last to the first",
        keepsLaw: true
      ) {
        $0.areWordsReversed = true
      },
      SeedRule(
        "one-of-counter", "of each counter only the first word, or draw, is used", keepsLaw: true
      ) {
        $0.usesOneOfCounter = true
      },
      SeedRule("draw-halves-swapped", "the two words of a draw change places", keepsLaw: true) {
        $0.areHalvesSwapped = true
      },
      SeedRule("complement", "1 − u takes the place of the random number u", keepsLaw: true) {
        $0.isComplement = true
      },
      SeedRule("threshold-included", "a word that equals gamma · 2³² makes a seed as well") {
        $0.isThresholdIncluded = true
      },
      SeedRule("channel-last", "grid positions are numbered with the channel last", keepsLaw: true)
      {
        $0.isChannelsLast = true
      },
      SeedRule(
        "first-axis-fastest", "grid positions of a map are numbered with the first axis fastest",
        keepsLaw: true
      ) {
        $0.isFirstAxisFastest = true
      },
      SeedRule("bernoulli-always", "the Bernoulli sampler is used in every case", keepsLaw: true) {
        $0.sampler = .bernoulli
      },
      SeedRule("sparse-always", "the sparse sampler is used in every case", keepsLaw: true) {
        $0.sampler = .sparse
      },
      SeedRule(
        "counter-32-bits",
        "the number in the counter is held in 32 bits: its high word is always 0", keepsLaw: true
      ) {
        $0.counterMask = 0xFFFF_FFFF
      },
      SeedRule(
        "position-32-bits", "the number of a grid position is held in 32 bits, and overflows",
        keepsLaw: true
      ) {
        $0.positionMask = 0xFFFF_FFFF
      },
      SeedRule("first-sample-ignored", "a part of a batch is drawn as if it began at sample 0") {
        $0.ignoresFirstSample = true
      },
      SeedRule(
        "part-begins-chunk",
        "a part of a batch begins the next chunk instead of going on within one"
      ) {
        $0.beginsNextChunk = true
      },
    ]
    + [7, 9, 8, 6, 11].map { rounds in
      SeedRule("\(rounds)-rounds", "Philox has \(rounds) rounds instead of ten", keepsLaw: true) {
        $0.rounds = rounds
      }
    }
    + [1, 2, 3, 4, 8].map { most in
      SeedRule(
        "at-most-\(most)",
        "a map has \(most == 1 ? "one seed" : "\(most) seeds") at most: those after it are lost"
      ) { $0.mostOfMap = most }
    }
    + [4, 8, 16, 32].map { length in
      SeedRule(
        "tail-of-\(length)", "seeds in the last positions that fill no vector of \(length) are lost"
      ) {
        $0.vector = length
      }
    }

  /// Whether seeds may be what is wrong: gamma, where it is revealed, is the one asked for, and the
  /// seeds that are revealed, or else the mask, are others.
  static func isOff(_ reading: Reading) -> Bool {
    let request = reading.question.request
    if let revealed = reading.result.revealed.gamma,
      let gamma = try? Gamma.value(
        configuration: request.configuration, map: request.shape.spatial),
      revealed != gamma
    {
      return false
    }
    return !explains(reading, SeedStream())
  }

  /// Whether this explains the seeds that a case has revealed, or else its mask.
  func explains(_ reading: Reading) -> Bool {
    var stream = SeedStream()
    bend(&stream)
    return Self.explains(reading, stream)
  }

  /// How many seeds of a case it has otherwise than the normative stream.
  func differences(_ reading: Reading) -> Int {
    let request = reading.question.request
    guard
      let gamma = try? Gamma.value(
        configuration: request.configuration, map: request.shape.spatial)
    else { return 0 }
    var stream = SeedStream()
    bend(&stream)
    let seeds = stream.seeds(gamma, request, reading.geometry)
    return zip(seeds, SeedStream().seeds(gamma, request, reading.geometry)).count { $0 != $1 }
  }

  private static func explains(_ reading: Reading, _ stream: SeedStream) -> Bool {
    let request = reading.question.request
    guard
      let gamma = try? Gamma.value(
        configuration: request.configuration, map: request.shape.spatial),
      let geometry = try? BlockGeometry(request)
    else { return false }
    let seeds = stream.seeds(gamma, request, reading.geometry)
    if let revealed = reading.result.revealed.seeds { return revealed == seeds }
    return reading.mask == BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
  }
}
