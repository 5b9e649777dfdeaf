import DropBlockContract

/// The options that describe a DropBlock configuration, for every command that takes one.
enum ConfigurationOptions {
  static let block = Option<[Int]>.required(
    "block", .sizes("B", axes: 1...3, each: 1...Int.max),
    "the side of the block: 7, or one side per axis: 3x5")
  static let probability = Option<Double?>.optional(
    "p", .number(in: 0...1), "the share of units to drop, 0…1", absent: "needed without --gamma")
  static let grid = Option<SeedGrid>.value(
    "grid", .choice(grids), default: .valid, "valid",
    "where seeds may fall: where the whole block fits, or everywhere, with an anchor")
  static let gammaRule = Option<GammaRuleWord?>.optional(
    "gamma-rule", .choice, "how gamma follows from p", absent: "paper, or fixed with --gamma")
  static let gamma = Option<Double?>.optional(
    "gamma", .number(in: 0...1), "the probability of a seed at each position, instead of --p")
  static let gammaFactor = Option<Double>.value(
    "gamma-factor", .number(in: 0...(.greatestFiniteMagnitude)), default: 1, "1",
    "a factor on gamma; the product is cut at 1")
  static let share = Option<[MaskSharing]>.repeated(
    "share", .choice([("channels", .channels), ("samples", .samples)]),
    "maps that have the same mask", absent: "every map has its own")
  static let scale = Option<ScaleRule>.value(
    "scale", scaleFormat, default: .tensor, "tensor",
    "kept units are multiplied by units / kept over this, by nothing, or by a number")
  static let sampler = Option<Sampler>.value(
    "sampler", .choice, default: .sparse, "sparse", "how seeds are drawn from the key")
  static let oversized = Option<OversizedBlock>.value(
    "oversized-block", .choice, default: .clipped, "clipped",
    "what happens to a block that is larger than its map")

  /// The options that decide gamma and the law.
  static let law: [OptionDescription] = [
    block.description, probability.description, grid.description, gammaRule.description,
    gamma.description, gammaFactor.description, sampler.description, oversized.description,
  ]

  /// All of them.
  static let all: [OptionDescription] = law + [share.description, scale.description]

  /// The gamma rules as they are typed.
  enum GammaRuleWord: String, Sendable, CaseIterable {
    case paper, blockVolume, calibrated, fixed
  }

  private static let grids: [(word: String, value: SeedGrid)] =
    [("valid", .valid), ("whole", .whole(.lowerCentre))]
    + Anchor.allCases.map { ("whole.\($0.rawValue)", .whole($0)) }

  private static let scaleFormat = ValueFormat<ScaleRule>(
    name: "tensor|sample|map|none|X",
    admissible: "tensor, sample, map, none, or a finite number of at least 0",
    choices: ["tensor", "sample", "map", "none"]
  ) { text in
    switch text {
    case "tensor": return .tensor
    case "sample": return .sample
    case "map": return .map
    case "none": return ScaleRule.none
    default:
      guard let factor = Double(text), factor >= 0, factor.isFinite else { return nil }
      return .fixed(factor)
    }
  }

  /// The configuration that a command line asks for; options that the command does not take have
  /// their defaults.
  static func configuration(_ arguments: Arguments) throws(UsageError) -> DropBlockConfiguration {
    let sides = try arguments.value(block)
    let p = try arguments.value(probability)
    let rule = try gammaRule(arguments)
    if case .fixed = rule {
      if p != nil { throw UsageError("--p and --gamma exclude each other") }
    } else if p == nil {
      throw UsageError("--p X is missing: a number in 0…1, or --gamma instead")
    }
    var configuration = DropBlockConfiguration(
      blockSize: sides.count == 1 ? .uniform(sides[0]) : .perAxis(sides), dropProbability: p ?? 0)
    configuration.seedGrid = try arguments.value(grid)
    configuration.gammaRule = rule
    configuration.gammaFactor = try arguments.value(gammaFactor)
    configuration.sampler = try arguments.value(sampler)
    configuration.oversizedBlock = try arguments.value(oversized)
    configuration.sharing = MaskSharing(try arguments.value(share))
    configuration.scale = try arguments.value(scale)
    return configuration
  }

  private static func gammaRule(_ arguments: Arguments) throws(UsageError) -> GammaRule {
    let given = try arguments.value(gamma)
    switch (try arguments.value(gammaRule), given) {
    case (nil, let gamma?), (.fixed, let gamma?): return .fixed(gamma)
    case (.fixed, nil): throw UsageError("--gamma-rule fixed needs --gamma X: a number in 0…1")
    case (let rule?, .some):
      throw UsageError("--gamma-rule \(rule.rawValue) and --gamma exclude each other")
    case (nil, nil), (.paper, nil): return .paper
    case (.blockVolume, nil): return .blockVolume
    case (.calibrated, nil): return .calibrated
    }
  }
}
