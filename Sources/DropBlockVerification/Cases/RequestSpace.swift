import DropBlockContract
import DropBlockGenerators

/// The requests that make sense to ask a subject, narrowed to what one requirement is about.
///
/// Everything is drawn from what the subject declares. Options are drawn before sizes and structure
/// before values: shrinking finds the simplest options while the tensors are still large enough to
/// show the fault under them, then takes one sample and one channel, then makes small maps, and then
/// simple keys. Every request of a space
/// is as many choices, whatever its options, so that each option can be changed by itself.
struct RequestSpace: Sendable {
  /// Which block sides are drawn, relative to the map's.
  enum Blocks: Sendable { case any, odd, even, one, whole, oneOrWhole, larger }

  /// Which maps are drawn.
  enum Maps: Sendable { case any, nonSquare, tiny, empty }

  /// Which drop probabilities are drawn.
  ///
  /// ``few`` are those with which about two of a scope's units are kept, if blocks have one unit.
  enum Probabilities: Sendable { case any, zero, middling, one, few }

  var ranks: [Int]
  var layouts: [LayoutName]
  var seedGrids: [SeedGrid]
  var gammaRules: [GammaRuleName]
  var sharings: [MaskSharing]
  var scales: [ScaleRuleName]
  var samplers: [Sampler]
  var elementTypes: [ElementType]
  var capabilities: Set<SubjectCapability>
  var blocks = Blocks.any
  private let offered: OfferedBlocks
  var maps = Maps.any
  var probabilities = Probabilities.any
  var fewestSamples = 1
  var fewestChannels = 1
  var unitLimit: Int

  /// Whether blocks must fit into the map, because the subject refuses others.
  var refusesOversized = false

  init(_ declaration: SubjectDeclaration, unitLimit: Int) {
    // Two axes come first: they are what most subjects offer, and what shrinking goes towards.
    ranks = declaration.ranks.sorted { abs($0 - 2) < abs($1 - 2) }
    layouts = declaration.layouts.filter { $0 == .channelsFirst }
    if layouts.isEmpty { layouts = declaration.layouts }
    seedGrids = declaration.seedGrids
    gammaRules = declaration.gammaRules
    sharings = declaration.sharings
    scales = declaration.scales
    samplers = declaration.samplers
    elementTypes = declaration.elementTypes
    capabilities = declaration.capabilities
    offered = declaration.blocks
    self.unitLimit = unitLimit
    refusesOversized = !declaration.oversizedBlocks.contains(.clipped)
  }

  /// The options, with the table of pairs that a run begins with.
  var options: RequestOptions {
    RequestOptions.of(
      RequestOptions.Lists(
        ranks: ranks, layouts: layouts, seedGrids: seedGrids, gammaRules: gammaRules,
        sharings: sharings, scales: scales, samplers: samplers, elementTypes: elementTypes,
        blocks: offered.among(blocks), probabilities: probabilities,
        hasGammaFactor: capabilities.contains(.gammaFactor),
        hasRectangularBlocks: offered == .any && capabilities.contains(.rectangularBlocks),
        refusesOversized: refusesOversized))
  }

  /// Draws a request.
  func draw(_ draw: inout Draw) throws(Rejection) -> DropBlockRequest {
    try drawTyped(&draw).request
  }

  /// Draws a request and the number format of its tensor.
  func drawTyped(
    _ draw: inout Draw
  ) throws(Rejection) -> (request: DropBlockRequest, type: ElementType) {
    let options = options
    let row = try draw(options.rows)
    let side = row[options.blockSide]
    let leastSide = leastMapSide(side)
    let leastMap = (0..<row[options.rank]).reduce(1) { units, _ in units * leastSide }
    // As many maps as there is room for when each has at least the block's units.
    var room = unitLimit / leastMap
    var samples = try size(
      fewestSamples...max(fewestSamples, min(5, room / max(fewestChannels, 1))), &draw)
    room /= samples
    var channels = try size(fewestChannels...max(fewestChannels, min(9, room)), &draw)
    let units = max(unitLimit / samples / channels, 1)
    var spatial = try drawMap(row[options.rank], atLeast: leastSide, units: units, &draw)
    if maps == .empty {
      // One of the axes, or else the samples or the channels.
      let axis = try size(0...spatial.count + 1, &draw)
      switch axis - spatial.count {
      case 0: samples = 0
      case 1: channels = 0
      default: spatial[axis] = 0
      }
    }
    var block = try drawBlock(side, isPerAxis: row[options.isPerAxis].value, spatial, &draw)
    if refusesOversized, blocks != .larger { block = Self.fitting(block, spatial) }
    var configuration = DropBlockConfiguration(blockSize: block, dropProbability: 0)
    // No block fits into a map without units.
    if refusesOversized, !spatial.contains(0) { configuration.oversizedBlock = .refused }
    configuration.seedGrid = row[options.seedGrid].value
    configuration.sharing = row[options.sharing].value
    if !samplers.isEmpty { configuration.sampler = row[options.sampler] }
    configuration.dropProbability = try drawProbability(row[options.rate].value, &draw)
    configuration.gammaFactor = row[options.gammaFactor]
    switch row[options.gammaRule] {
    case .paper: configuration.gammaRule = .paper
    case .blockVolume: configuration.gammaRule = .blockVolume
    case .calibrated: configuration.gammaRule = .calibrated
    case .fixed:
      configuration.gammaRule = .fixed(configuration.dropProbability)
      // A probability that this rule has no use for, and that shows if it is looked at after all.
      if row[options.scale] != .expectation {
        configuration.dropProbability = 1 - configuration.dropProbability
      }
    }
    configuration.scale = try drawScale(
      row[options.scale], p: configuration.dropProbability, &draw)
    let layout = try drawLayout(row[options.layout], [samples, channels] + spatial, &draw)
    let shape = Shape(samples: samples, channels: channels, spatial: spatial, layout: layout)
    if probabilities == .few { Self.keepFew(of: shape, offered, &configuration) }
    let key = try draw.word()
    return (DropBlockRequest(configuration, shape: shape, key: key), row[options.elementType])
  }

  /// A block that does not reach beyond the map.
  private static func fitting(_ block: BlockSize, _ spatial: [Int]) -> BlockSize {
    switch block {
    case .uniform(let side): .uniform(min(side, max(spatial.min() ?? 1, 1)))
    case .perAxis(let sides): .perAxis(zip(sides, spatial).map { min($0, max($1, 1)) })
    }
  }

  /// A number of a range, towards its low end.
  func size(_ range: ClosedRange<Int>, _ draw: inout Draw) throws(Rejection) -> Int {
    Int(
      try draw.integer(
        in: Int64(range.lowerBound)...Int64(range.upperBound), towards: Int64(range.lowerBound)))
  }
}

extension OfferedBlocks {
  /// The blocks of a space of requests that there are.
  func among(_ wanted: RequestSpace.Blocks) -> RequestSpace.Blocks {
    switch self {
    case .any: wanted
    case .one: .one
    case .map: .whole
    }
  }
}
