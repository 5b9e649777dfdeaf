import DropBlockContract
import DropBlockReference

/// Cases from all that a subject declares, drawn so that every two values of its options meet.
///
/// Values of sizes and probabilities are ranges. What is drawn is told by ``values(of:threads:keys:)``
/// from the case itself, so that no case is counted for a value that it does not have.
struct OptionCases {
  /// The values of each option that can be asked for.
  let factors: [[OptionValue]]

  let declaration: SubjectDeclaration

  /// The most units of a tensor.
  let unitBudget: Int

  /// The numbers of samples and channels that are told apart.
  static let counts = [1...1, 2...2, 3...16, 17...Int.max]

  /// The numbers of units of a map that are told apart.
  static let units = [1...1, 2...15, 16...63, 64...335, 336...783, 784...4095, 4096...65_536]

  /// The largest side of a block.
  static let mostSide = 12

  init(_ declaration: SubjectDeclaration, unitBudget: Int = 1 << 17) {
    self.declaration = declaration
    self.unitBudget = unitBudget
    let hasUnequalSides =
      declaration.capabilities.contains(.rectangularBlocks)
      && declaration.ranks.contains { $0 > 1 }
    let sides = OptionValue.Side.allCases.filter { $0 != .unequal || hasUnequalSides }
    var factors: [[OptionValue]] = [
      declaration.elementTypes.map(OptionValue.elementType),
      declaration.ranks.map(OptionValue.rank),
      declaration.layouts.map(OptionValue.layout),
      Self.counts.map(OptionValue.samples),
      Self.counts.map(OptionValue.channels),
      Self.units.map(OptionValue.units),
      // Where there are blocks of one kind only, the kind is no option.
      declaration.blocks == .any ? sides.map(OptionValue.block) : [],
      OptionValue.Rate.allCases.map(OptionValue.dropProbability),
      declaration.gammaRules.map(OptionValue.gammaRule),
      declaration.seedGrids.map(OptionValue.seedGrid),
      declaration.sharings.map(OptionValue.sharing),
      declaration.scales.map(OptionValue.scale),
      declaration.samplers.map(OptionValue.sampler),
    ]
    if declaration.ranks.contains(where: { $0 > 1 }) {
      factors.append([.isSquare(true), .isSquare(false)])
    }
    let offers = declaration.capabilities
    if offers.contains(.threads) { factors.append([nil, 1, 2].map(OptionValue.threads)) }
    if offers.contains(.inPlace) { factors.append([.inPlace(false), .inPlace(true)]) }
    if offers.contains(.keyed) {
      factors.append(OptionValue.KeyPattern.allCases.map(OptionValue.keys))
    }
    self.factors = factors.filter { !$0.isEmpty }
  }

  /// Whether a case can have both of two values of different options.
  ///
  /// A map of one axis is neither square nor oblong, and its block has one side; a map of one unit has
  /// blocks of one unit and is not oblong; one side for all axes is that of the map only where its sides
  /// are equal.
  static func canMeet(_ one: OptionValue, _ other: OptionValue) -> Bool {
    let pair = Set([one, other])
    func has(_ values: OptionValue...) -> Bool { values.contains { pair.contains($0) } }
    let larger = [OptionValue.block(.even), .block(.odd), .block(.whole), .block(.unequal)]
    if has(.rank(1)), has(.isSquare(true), .isSquare(false), .block(.unequal)) { return false }
    if has(.units(1...1)), has(.isSquare(false)) || larger.contains(where: pair.contains) {
      return false
    }
    return !(has(.isSquare(false)) && has(.block(.whole)))
  }

  /// The range of a list that a number lies in.
  static func band(of number: Int, in ranges: [ClosedRange<Int>]) -> ClosedRange<Int>? {
    ranges.first { $0.contains(number) }
  }

  /// The range that a drop probability lies in.
  static func rate(of p: Double) -> OptionValue.Rate {
    p < 0.01
      ? .belowHundredth : p < 0.1 ? .belowTenth : p < 0.5 ? .belowHalf : p < 1 ? .belowOne : .one
  }

  /// The values of the options that a case has.
  func values(of question: SubjectCase, keys: OptionValue.KeyPattern) -> [OptionValue] {
    let shape = question.request.shape
    let configuration = question.request.configuration
    let map = shape.spatial
    var values: [OptionValue] = [
      .elementType(question.input.elementType), .rank(map.count),
      .gammaRule(configuration.gammaRule.protocolName), .seedGrid(configuration.seedGrid),
      .sharing(configuration.sharing), .scale(declaration.scaleName(of: configuration)),
      .dropProbability(Self.rate(of: configuration.dropProbability)),
      .layout(shape.layout.protocolName),
      .keys(keys), .threads(question.threads), .inPlace(question.inPlace),
    ]
    if !declaration.samplers.isEmpty { values.append(.sampler(configuration.sampler)) }
    if map.count > 1 { values.append(.isSquare(Set(map).count == 1)) }
    values += [
      Self.band(of: shape.samples, in: Self.counts).map(OptionValue.samples),
      Self.band(of: shape.channels, in: Self.counts).map(OptionValue.channels),
      Self.band(of: shape.unitsPerMap, in: Self.units).map(OptionValue.units),
    ].compactMap { $0 }
    if shape.samples == 0 { values.append(.isEmpty(.samples)) }
    if shape.channels == 0 { values.append(.isEmpty(.channels)) }
    if map.contains(0) { values.append(.isEmpty(.map)) }
    if declaration.blocks != .any { return values }
    if case .uniform(let side) = configuration.blockSize {
      let kind: OptionValue.Side =
        side == 1
        ? .one : map.allSatisfy { $0 <= side } ? .whole : side % 2 == 0 ? .even : .odd
      values.append(.block(kind))
    } else if case .perAxis(let sides) = configuration.blockSize, Set(sides).count > 1 {
      values.append(.block(.unequal))
    }
    return values
  }
}

extension Layout {
  /// The layout without its strides.
  var protocolName: LayoutName {
    switch self {
    case .channelsFirst: .channelsFirst
    case .channelsLast: .channelsLast
    case .strided: .strided
    }
  }
}

extension OptionEvidence {
  /// No evidence yet, of cases with these options.
  init(_ cases: OptionCases) {
    let counts = cases.factors.map(\.count)
    let all = counts.reduce(0, +)
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    self.init(cases.factors.flatMap { $0 }, pairs: (all * all - squares) / 2)
  }
}
