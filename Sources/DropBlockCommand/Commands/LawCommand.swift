import DropBlockContract
import DropBlockReference

/// What a configuration drops, exactly: the share of a map, and the probability of every unit.
enum LawCommand: Command {
  static let map = Option<[Int]>.required(
    "map", .sizes("HxW", axes: 1...3, each: 1...ExactLaw.maximumUnits),
    "the sizes of one map, one to three of them")
  static let svg = Option<String?>.optional("svg", .path, "write a picture to this file")
  static let picture = Option<Picture>.value(
    "picture", .choice, default: .auto, "auto: shades where the terminal has them",
    "how the map is drawn in the terminal")

  /// The ways to draw a map with characters.
  enum Picture: String, Sendable, CaseIterable {
    case auto, shades, digits, none
  }

  static let interface = Interface(
    name: "law",
    summary: "the exact share and per-position probabilities of a configuration",
    options: [map.description] + ConfigurationOptions.law
      + [svg.description, picture.description],
    notes: [
      "Equation 1 of the paper sets gamma so that the areas of all blocks add up to p. Blocks "
        + "overlap, so less than p is dropped; --gamma-rule calibrated drops p.",
      "Of a map with three axes the middle slice along the first one is drawn.",
    ],
    examples: [
      "law --map 14x14 --block 7 --p 0.1", "law --map 28x28 --block 7 --p 0.1 --svg law.svg",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let map = try arguments.value(map)
    let configuration = try ConfigurationOptions.configuration(arguments)
    let shape = Shape(samples: 1, channels: 1, spatial: map)
    let law = try ExactLaw(request: DropBlockRequest(configuration, shape: shape, key: 0))
    let heatMap = HeatMap(law)
    let file = try arguments.value(svg).map { path throws(FileError) in try OutputFile(path) }

    let summary = try summary(law, configuration)
    for (name, value) in summary { console.line(name.padded(to: 17) + value) }
    let style = try arguments.value(picture)
    if style != .none {
      console.line()
      if let slice = heatMap.slice {
        console.line("slice \(slice) of 0…\(map[0] - 1) along the first axis:")
      }
      let shades = style == .shades || (style == .auto && console.terminal.hasUnicode)
      for line in heatMap.picture(shades: shades, terminal: console.terminal) { console.line(line) }
    }
    if let file {
      try file.write(Array(heatMap.svg(summary: summary).utf8))
      try file.commit()
      console.line("picture written to \(file.path)")
    }
    return .conforms
  }

  /// The figures: what they are, and their values.
  static func summary(
    _ law: ExactLaw, _ configuration: DropBlockConfiguration
  ) throws(DropBlockError) -> [(name: String, value: String)] {
    let geometry = law.geometry
    let positions = geometry.positionsPerMap
    let covers = law.coverCounts
    func unit(_ name: String, _ place: [Int]) -> (name: String, value: String) {
      let count = covers[zip(place, geometry.map).reduce(0) { $0 * $1.1 + $1.0 }]
      let list = place.map(String.init).joined(separator: ", ")
      return (
        name,
        "\(law.probability(at: place).positional)  at (\(list)), "
          + "covered by \(Text.grouped(count)) of \(Text.grouped(positions)) positions"
      )
    }
    var rows: [(name: String, value: String)] = [
      ("map", Text.sizes(geometry.map)),
      ("block", Text.sizes(geometry.block)),
      ("seed grid", "\(name(configuration.seedGrid)), \(Text.sizes(geometry.positions))"),
      ("gamma", try gamma(law, configuration)),
    ]
    let share = law.expectedShare
    if case .fixed = configuration.gammaRule {
      rows.append(("exact share", share.positional))
    } else {
      let p = configuration.dropProbability
      rows.append(("requested share", p.positional))
      rows.append(("exact share", "\(share.positional)  \(compared(share, with: p))"))
    }
    rows.append(unit("corner", geometry.map.map { _ in 0 }))
    rows.append(unit("centre", geometry.map.map { $0 / 2 }))
    return rows
  }

  /// Gamma as the rule has it, and as the sampler realises it where that differs.
  private static func gamma(
    _ law: ExactLaw, _ configuration: DropBlockConfiguration
  ) throws(DropBlockError) -> String {
    let asked = try Gamma.value(configuration: configuration, map: law.geometry.map)
    var text = "\(asked.positional)  (\(name(configuration.gammaRule))"
    if law.gamma != asked {
      text += "; the \(configuration.sampler.rawValue) sampler realises \(law.gamma.positional)"
    }
    return text + ")"
  }

  private static func compared(_ share: Double, with p: Double) -> String {
    let difference = share - p
    if difference == 0 { return "(as requested)" }
    let percent = 100 * difference.magnitude / p
    let amount = percent < 0.01 ? "less than 0.01" : percent.fixed(2)
    return "(\(amount) % \(difference < 0 ? "below" : "above") the requested one)"
  }

  private static func name(_ grid: SeedGrid) -> String {
    switch grid {
    case .valid: "valid"
    case .whole(let anchor): "whole.\(anchor.rawValue)"
    }
  }

  private static func name(_ rule: GammaRule) -> String {
    switch rule {
    case .paper: "paper"
    case .blockVolume: "blockVolume"
    case .calibrated: "calibrated"
    case .fixed: "fixed"
    }
  }
}
