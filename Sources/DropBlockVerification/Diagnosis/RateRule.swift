import DropBlockContract
import DropBlockReference

/// A known way, right or wrong, to get at gamma.
struct RateRule: Sendable {
  /// What gamma is: its words go on from there.
  let rule: Rule

  /// Gamma of a configuration on a map; nil where the rule does not apply.
  let gamma: @Sendable (DropBlockConfiguration, [Int]) -> Double?

  private init(
    _ name: String, _ words: String,
    _ gamma: @escaping @Sendable (DropBlockConfiguration, [Int]) -> Double?
  ) {
    rule = Rule("gamma.\(name)", words)
    self.gamma = gamma
  }

  /// What the configuration asks for.
  static let asked = RateRule("asked", "the one asked for") { asked($0, $1) }

  /// Whether this is what the configuration asks for.
  var isAsked: Bool { rule == Self.asked.rule }

  /// The share of positions that are no seeds: masks that are wrong in this way grow what is kept.
  static let complement = RateRule("complement", "1 − gamma") { configuration, map in
    asked(configuration, map).map { 1 - $0 }
  }

  /// Nothing is ever dropped, everything always is.
  static let extremes = [RateRule("zero", "0") { _, _ in 0 }, RateRule("one", "1") { _, _ in 1 }]

  /// Those that are tried with every way to lay blocks.
  static let common = [asked] + rules

  /// Those that are tried where blocks lie on a known grid.
  static let all = common + [withoutFirstAxis] + probabilities + ratios

  /// Gamma of maps with one axis fewer; on some maps it is as large as by a rule that is simpler to say.
  private static let withoutFirstAxis = ratio(
    "without-first-axis", "computed without the first axis: neither its size nor its side is in it"
  ) { block, map in
    guard map.count > 1, let side = block.first, let size = map.first else { return nil }
    return Double(side * (size - side + 1)) / Double(size)
  }

  private static let rules: [RateRule] = [
    rule("equation-1", "equation 1's", .paper) { if case .paper = $0 { true } else { false } },
    rule(
      "block-volume",
      "p / b², without the factor for the smaller seed grid (the block's volume in other ranks)",
      .blockVolume
    ) { if case .blockVolume = $0 { true } else { false } },
    rule("calibrated", "the one for which the expected share is p", .calibrated) {
      if case .calibrated = $0 { true } else { false }
    },
    RateRule("p", "p itself") { configuration, _ in
      isFixed(configuration) ? nil : configuration.dropProbability
    },
  ]

  private static let probabilities: [RateRule] = [
    probability("one-minus-p", "computed from 1 − p: p and 1 − p are swapped") { 1 - $0 },
    probability("p-squared", "computed from p²") { $0 * $0 },
    probability("root-p", "computed from √p") { $0.squareRoot() },
    probability("half-p", "computed from half of p") { $0 / 2 },
    probability("twice-p", "computed from twice p") { min(2 * $0, 1) },
  ]

  /// What the configuration asks for, times a number.
  static func scaled(by ratio: Double) -> RateRule {
    RateRule("multiple", "\(ratio) times the one asked for") { configuration, map in
      asked(configuration, map).map { min($0 * ratio, 1) }
    }
  }

  /// Too near to what was asked for to be told by frequencies.
  static let single = RateRule("single-precision", "computed in single precision") {
    configuration, map in
    asked(configuration, map).map { Double(Float($0)) }
  }

  private static let ratios: [RateRule] = [
    RateRule("without-factor", "computed without the configured factor on gamma") {
      configuration, map in
      var other = configuration
      other.gammaFactor = 1
      return configuration.gammaFactor == 1 ? nil : asked(other, map)
    },
    ratio("first-side", "divided by the block's first side instead of its whole volume") {
      block, _ in
      block.product / Double(block[0])
    },
    ratio("side-too-few", "too large by one side of the block: divided by b once too few") {
      block, _ in
      Double(block[0])
    },
    ratio("side-too-often", "too small by one side of the block: divided by b once too often") {
      block, _ in
      1 / Double(block[0])
    },
    ratio("volume-too-large", "too large by the block's volume") { block, _ in block.product },
    ratio("volume-too-small", "too small by the block's volume: divided by it twice") { block, _ in
      1 / block.product
    },
    ratio("grid-twice", "corrected for the smaller seed grid twice") { block, map in
      map.product / fitting(block, map)
    },
    ratio(
      "grid-whole-number",
      "corrected for the smaller seed grid by an integer division, which rounds down"
    ) { block, map in
      let correction = map.product / fitting(block, map)
      return correction.rounded(.down) / correction
    },
    ratio("grid-last-axis", "corrected for the smaller seed grid along the last axis only") {
      block, map in
      guard let b = block.last, let s = map.last else { return nil }
      return fitting(block, map) / map.product * Double(s) / Double(s - b + 1)
    },
    ratio("square-of-last", "computed as if every axis were as long as the map's last") {
      block, map in
      square(map.last, block, map)
    },
    ratio("square-of-first", "computed as if every axis were as long as the map's first") {
      block, map in
      square(map.first, block, map)
    },
    ratio("fencepost", "corrected by S / (S − b) instead of S / (S − b + 1)") { block, map in
      // Where nothing fits, who writes it so has taken 1 to be safe, or has divided by 0.
      fitting(block, map) / zip(map, block).map { max($0 - $1, 1) }.product
    },
    ratio("larger-block", "computed with blocks one unit larger") {
      block, _ in block.product / block.map { $0 + 1 }.product
    },
    ratio("smaller-block", "computed with blocks one unit smaller") { block, _ in
      block.allSatisfy { $0 > 1 } ? block.product / block.map { $0 - 1 }.product : nil
    },
    ratio("times-positions", "multiplied by the number of grid positions") { fitting($0, $1) },
    ratio("twice", "twice what was asked for") { _, _ in 2 },
    ratio("half", "half of what was asked for") { _, _ in 0.5 },
    ratio("four-times", "four times what was asked for") { _, _ in 4 },
    ratio("quarter", "a quarter of what was asked for") { _, _ in 0.25 },
    RateRule("over-keep", "divided by 1 − p once more") { configuration, map in
      let p = configuration.dropProbability
      return isFixed(configuration) || p >= 1
        ? nil : asked(configuration, map).map { min($0 / (1 - p), 1) }
    },
    RateRule("times-keep", "multiplied by 1 − p once more") { configuration, map in
      isFixed(configuration)
        ? nil : asked(configuration, map).map { $0 * (1 - configuration.dropProbability) }
    },
  ]

  /// The factor for the smaller grid on a map of equal sides, by that of the map.
  private static func square(_ side: Int?, _ block: [Int], _ map: [Int]) -> Double? {
    guard let side, block.allSatisfy({ $0 <= side }) else { return nil }
    let sides = map.map { _ in side }
    return sides.product / fitting(block, sides) * fitting(block, map) / map.product
  }

  /// Gamma by the rule asked for, of a block of other sides.
  static func resized(
    _ other: @escaping @Sendable (_ asked: [Int], _ map: [Int]) -> [Int]
  ) -> RateRule {
    RateRule("of-this-block", "that of this block size") { configuration, map in
      guard let sides = try? configuration.blockSize.sides(rank: map.count) else { return nil }
      var resized = configuration
      let clipped = zip(sides, map).map { min($0, $1) }
      resized.blockSize = .perAxis(zip(other(clipped, map), map).map { min($0, $1) })
      return asked(resized, map)
    }
  }

  private static func asked(_ configuration: DropBlockConfiguration, _ map: [Int]) -> Double? {
    try? Gamma.value(configuration: configuration, map: map)
  }

  private static func isFixed(_ configuration: DropBlockConfiguration) -> Bool {
    if case .fixed = configuration.gammaRule { true } else { false }
  }

  private static func rule(
    _ name: String, _ words: String, _ rule: GammaRule,
    isAsked: @escaping @Sendable (GammaRule) -> Bool
  ) -> RateRule {
    RateRule(name, words) { configuration, map in
      guard !isFixed(configuration), !isAsked(configuration.gammaRule) else { return nil }
      var other = configuration
      other.gammaRule = rule
      return asked(other, map)
    }
  }

  private static func probability(
    _ name: String, _ words: String, _ change: @escaping @Sendable (Double) -> Double
  ) -> RateRule {
    RateRule(name, words) { configuration, map in
      guard !isFixed(configuration) else { return nil }
      var other = configuration
      other.dropProbability = change(configuration.dropProbability)
      return asked(other, map)
    }
  }

  private static func ratio(
    _ name: String, _ words: String, _ ratio: @escaping @Sendable ([Int], [Int]) -> Double?
  ) -> RateRule {
    RateRule(name, words) { configuration, map in
      guard let sides = try? configuration.blockSize.sides(rank: map.count),
        let ratio = ratio(zip(sides, map).map { min($0, $1) }, map), ratio != 1
      else { return nil }
      return asked(configuration, map).map { min($0 * ratio, 1) }
    }
  }

  /// The number of grid positions where the whole block fits.
  private static func fitting(_ block: [Int], _ map: [Int]) -> Double {
    zip(map, block).map { $0 - $1 + 1 }.product
  }
}

extension [Int] {
  /// The product, as a Double.
  fileprivate var product: Double { reduce(1) { $0 * Double($1) } }
}
