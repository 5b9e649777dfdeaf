import DropBlockContract
import DropBlockPlatform
import DropBlockReference

/// Draws cases with wanted values, and everything else at random.
struct OptionCaseSource {
  let cases: OptionCases

  var mixer: KeyMixer
  private var step: UInt64 = 0
  private let isExact: Bool

  /// A case, the way its key was made, and what the law says of its answer.
  struct Drawn {
    var question: SubjectCase
    var keys: OptionValue.KeyPattern
    var law: CallLaw
    /// How many samples and channels have masks of their own.
    var independent: (samples: Int, channels: Int)
  }

  /// The values that a case is to have.
  struct Wanted {
    var elementType = ElementType.float32
    var rank = 2
    var layout = LayoutName.channelsFirst
    var samples = 1...1
    var channels = 1...1
    var units = 1...1
    var isSquare = true
    var side = OptionValue.Side.one
    var rate = OptionValue.Rate.belowHalf
    var gammaRule = GammaRuleName.paper
    var seedGrid = SeedGrid.valid
    var sharing: MaskSharing = []
    var scale = ScaleRuleName.tensor
    var sampler = Sampler.sparse
    var threads: Int?
    var inPlace = false
    var keys = OptionValue.KeyPattern.random
  }

  init(_ cases: OptionCases, key: UInt64) {
    self.cases = cases
    isExact = !cases.declaration.samplers.isEmpty
    mixer = KeyMixer(key, salt: 80)
    // Keys that count on from here are no other run's.
    step = mixer.next() % (1 << 24)
  }

  /// Draws a case.
  ///
  /// - Parameter fixed: Values that it is to have; where they do not go together it has others.
  /// - Returns: nil where a tensor with these values would be too large.
  mutating func draw(_ fixed: [OptionValue]) throws(DropBlockError) -> Drawn? {
    var wanted = Wanted()
    for factor in cases.factors {
      let value = fixed.first { factor.contains($0) } ?? factor[below(factor.count)]
      Self.set(value, in: &wanted)
    }
    guard fit(&wanted, fixed) else { return nil }
    // As many maps as give some blocks; now and then so few that one tells whether there is any.
    let many = below(2) == 0 ? Self.someBlocks : 4 * Self.someBlocks
    let blocks = below(4) == 0 ? 0.5 + Double(below(4)) : many
    var map = drawMap(wanted)
    var configuration = drawConfiguration(wanted, map)
    var law = try law(configuration, map)
    for part in Room.allCases
    where law.blocksPerMap * Double(most(wanted, map.reduce(1, *))) < blocks {
      guard enlarge(part, &wanted, fixed, map.reduce(1, *)) else { continue }
      if part == .maps { continue }
      map = drawMap(wanted)
      configuration = drawConfiguration(wanted, map)
      law = try self.law(configuration, map)
    }
    let units = map.reduce(1, *)
    let (samples, channels) = sizes(
      wanted, units: units, maps: blocks / law.blocksPerMap,
      most: blocks > Self.someBlocks ? Self.cheapUnits : cases.unitBudget)
    let own = (
      samples: wanted.sharing.contains(.samples) ? 1 : samples,
      channels: wanted.sharing.contains(.channels) ? 1 : channels
    )
    let shape = Shape(
      samples: samples, channels: channels, spatial: map,
      layout: layout(wanted.layout, [samples, channels] + map))
    var question = SubjectCase(
      DropBlockRequest(configuration, shape: shape, key: key(wanted.keys)),
      input: TensorBits(repeating: 1, count: shape.unitCount, as: wanted.elementType))
    question.threads = wanted.threads
    question.inPlace = wanted.inPlace
    question.wantsStages = false
    return Drawn(
      question: question, keys: wanted.keys,
      law: try CallLaw(
        law.law, on: wanted.seedGrid, maps: own.samples * own.channels,
        offset: law.law.geometry.block.map { below($0) }),
      independent: own)
  }

  /// The law of a map, and how many blocks it has in the mean, or nearly.
  private func law(
    _ configuration: DropBlockConfiguration, _ map: [Int]
  ) throws(DropBlockError) -> (law: ExactLaw, blocksPerMap: Double) {
    let law = try Survey.law(
      of: SurveyPlan(configuration: configuration, map: map, maps: 0), isExact: isExact)
    let positions = Double(law.geometry.positions.reduce(1, *))
    return (law, -positions * Double.log(onePlus: -law.gamma))
  }

  /// How many blocks most tensors have, and how many units those may have that have more blocks.
  private static let someBlocks = 24.0
  private static let cheapUnits = 1 << 15

  /// A number of 0..<count.
  mutating func below(_ count: Int) -> Int { Int(mixer.next() % UInt64(max(count, 1))) }

  private static func set(_ value: OptionValue, in wanted: inout Wanted) {
    switch value {
    case .elementType(let type): wanted.elementType = type
    case .rank(let rank): wanted.rank = rank
    case .layout(let layout): wanted.layout = layout
    case .samples(let range): wanted.samples = range
    case .channels(let range): wanted.channels = range
    case .units(let range): wanted.units = range
    // No mask is drawn of a tensor without units.
    case .isEmpty: break
    case .isSquare(let isSquare): wanted.isSquare = isSquare
    case .block(let side): wanted.side = side
    case .dropProbability(let rate): wanted.rate = rate
    case .gammaRule(let rule): wanted.gammaRule = rule
    case .seedGrid(let grid): wanted.seedGrid = grid
    case .sharing(let sharing): wanted.sharing = sharing
    case .scale(let rule): wanted.scale = rule
    case .sampler(let sampler): wanted.sampler = sampler
    case .threads(let threads): wanted.threads = threads
    case .inPlace(let inPlace): wanted.inPlace = inPlace
    case .keys(let keys): wanted.keys = keys
    }
  }

  private mutating func drawConfiguration(
    _ wanted: Wanted, _ map: [Int]
  ) -> DropBlockConfiguration {
    let least = map.min() ?? 1
    let refuses = !cases.declaration.oversizedBlocks.contains(.clipped)
    let most = min(least, OptionCases.mostSide)
    let side =
      switch wanted.side {
      case .one: 1
      case .even: 2 * (1 + below(max(most / 2, 1)))
      case .odd: 3 + 2 * below(max((most - 1) / 2, 1))
      case .whole, .unequal: least
      }
    // Blocks that are larger than the map along some axis are what `block.clipped` is about.
    let fitting = cases.declaration.blocks.side(min(side, least), on: map)
    let (low, high) =
      switch wanted.rate {
      case .belowHundredth: (0.001, 0.01)
      case .belowTenth: (0.01, 0.1)
      case .belowHalf: (0.1, 0.5)
      case .belowOne: (0.5, 0.99)
      case .one: (1.0, 1.0)
      }
    let share = Double(mixer.next() >> 11) * 0x1p-53
    let p = wanted.rate == .one ? 1 : low * Double.pow(high / low, share)
    let size = wanted.side == .unequal ? unequalSides(map) : nil
    var configuration = DropBlockConfiguration(
      blockSize: size.map(BlockSize.perAxis) ?? .uniform(fitting), dropProbability: p)
    configuration.seedGrid = wanted.seedGrid
    configuration.sharing = wanted.sharing
    configuration.sampler = wanted.sampler
    if refuses { configuration.oversizedBlock = .refused }
    switch wanted.gammaRule {
    case .paper: configuration.gammaRule = .paper
    case .blockVolume: configuration.gammaRule = .blockVolume
    case .calibrated: configuration.gammaRule = .calibrated
    case .fixed: configuration.gammaRule = .fixed(p)
    }
    switch wanted.scale {
    case .tensor: configuration.scale = .tensor
    case .sample: configuration.scale = .sample
    case .map: configuration.scale = .map
    case .fixed: configuration.scale = .fixed(1.25)
    case .none: configuration.scale = .none
    case .expectation: configuration.scale = .expectation(ofDropping: p)
    }
    return configuration
  }

  /// Sides that fit a map, two of them unequal; nil where there are no such.
  private mutating func unequalSides(_ map: [Int]) -> [Int]? {
    let most = map.map { min($0, OptionCases.mostSide) }
    guard map.count > 1, let widest = most.indices.max(by: { most[$0] < most[$1] }),
      most[widest] > 1
    else { return nil }
    var sides = most.map { 1 + below($0) }
    if Set(sides).count == 1 { sides[widest] = sides[widest] % most[widest] + 1 }
    return sides
  }

  /// A layout by its name: strided rows have a gap behind them.
  private func layout(_ name: LayoutName, _ sizes: [Int]) -> Layout {
    switch name {
    case .channelsFirst: return .channelsFirst
    case .channelsLast: return .channelsLast
    case .strided:
      var strides: [Int] = []
      var step = 1
      for size in sizes.reversed() {
        strides.insert(step, at: 0)
        step = step * size + (step == 1 ? 3 : 0)
      }
      return .strided(strides)
    }
  }

  /// A key that no other case of the run has.
  private mutating func key(_ pattern: OptionValue.KeyPattern) -> UInt64 {
    step += 1
    switch pattern {
    // A stream of the subject's own may take no more than 31 bits.
    case .random: return isExact ? mixer.next() : step + 1 << 30
    case .step: return step
    // Of two steps that are 1000 or a multiple apart the replicas are the same: no key comes twice.
    case .stepByReplica: return step + 1000 * (1 + step % 8) + 1 << 26
    case .replicaAboveStep: return isExact ? UInt64(1 + below(8)) << 32 + step : step + 1 << 28
    }
  }
}

extension OptionCaseSource.Drawn {
  /// The maps that have masks of their own.
  func maps(of output: TensorBits) -> [MaskBits] {
    let shape = question.request.shape
    let words = MaskWords(zerosOf: output, units: shape.unitsPerMap)
    return (0..<independent.samples).flatMap { sample in
      (0..<independent.channels).map { channel in
        let map = sample * shape.channels + channel
        return MaskBits(words: words, map: map, dropped: words.droppedCount(map))
      }
    }
  }
}
