import DropBlockContract
import Generators

/// The requests that make sense to ask a subject, narrowed to what one requirement is about.
///
/// Everything is drawn from what the subject declares. Sizes are drawn first and structure before
/// values, so that shrinking makes small maps before it makes simple keys.
struct RequestSpace: Sendable {
  /// Which block sides are drawn, relative to the map's.
  enum Blocks: Sendable { case any, odd, even, one, whole, larger }

  /// Which maps are drawn.
  enum Maps: Sendable { case any, nonSquare, tiny, empty }

  /// Which drop probabilities are drawn.
  enum Probabilities: Sendable { case any, zero, middling }

  var ranks: [Int]
  var layouts: [LayoutName]
  var seedGrids: [SeedGrid]
  var gammaRules: [GammaRuleName]
  var sharings: [MaskSharing]
  var scales: [ScaleRuleName]
  var samplers: [Sampler]
  var capabilities: Set<Capability>
  var blocks = Blocks.any
  var maps = Maps.any
  var probabilities = Probabilities.any
  var fewestSamples = 1
  var fewestChannels = 1
  var unitLimit: Int

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
    capabilities = declaration.capabilities
    self.unitLimit = unitLimit
  }

  /// Draws a request.
  func draw(_ draw: inout Draw) throws(Rejection) -> DropBlockRequest {
    let rank = try choose(ranks, &draw)
    var spatial = try drawMap(rank, &draw)
    // An even block must fit, or clipping would make it odd.
    if blocks == .even { spatial = spatial.map { max($0, 2) } }
    var room = max(unitLimit / max(spatial.reduce(1, *), 1), 1)
    var samples = try size(fewestSamples...max(fewestSamples, min(5, room)), &draw)
    room /= max(samples, 1)
    var channels = try size(fewestChannels...max(fewestChannels, min(9, room)), &draw)
    if maps == .empty, !spatial.contains(0) {
      if try draw.integer(in: 0...1, towards: 0) == 0 { samples = 0 } else { channels = 0 }
    }
    let sides = try drawBlock(spatial, &draw)
    var configuration = DropBlockConfiguration(blockSize: sides, dropProbability: 0)
    configuration.seedGrid = try choose(seedGrids, &draw)
    configuration.sharing = try choose(sharings, &draw)
    if let sampler = samplers.first {
      configuration.sampler = samplers.count > 1 ? try choose(samplers, &draw) : sampler
    }
    try drawRates(&configuration, &draw)
    configuration.scale = try drawScale(&draw)
    let layout = try drawLayout(samples, channels, spatial, &draw)
    let shape = Shape(samples: samples, channels: channels, spatial: spatial, layout: layout)
    let key = try draw.word()
    return DropBlockRequest(configuration, shape: shape, key: key)
  }

  private func choose<Value>(_ values: [Value], _ draw: inout Draw) throws(Rejection) -> Value {
    values[try draw.index(below: values.count)]
  }

  private func size(_ range: ClosedRange<Int>, _ draw: inout Draw) throws(Rejection) -> Int {
    Int(
      try draw.integer(
        in: Int64(range.lowerBound)...Int64(range.upperBound), towards: Int64(range.lowerBound)))
  }

  private func drawMap(_ rank: Int, _ draw: inout Draw) throws(Rejection) -> [Int] {
    let most =
      switch rank {
      case 1: min(unitLimit, 200)
      case 2: min(unitLimit, 40)
      default: 11
      }
    var spatial: [Int] = []
    var room = unitLimit
    for _ in 0..<rank {
      let limit = maps == .tiny ? 3 : max(1, min(most, room))
      let side = try draw(Generator.sizes(in: 1...limit, boundaries: [7, 8, 14, 16, 32, 64]))
      spatial.append(side)
      room /= max(side, 1)
    }
    switch maps {
    case .nonSquare:
      if Set(spatial).count == 1 { spatial[rank - 1] += 1 + (try size(0...3, &draw)) }
    case .empty:
      let axis = try size(0...rank, &draw)
      if axis < rank { spatial[axis] = 0 }
    case .any, .tiny: break
    }
    return spatial
  }

  private func drawBlock(_ spatial: [Int], _ draw: inout Draw) throws(Rejection) -> BlockSize {
    let largest = max(spatial.max() ?? 1, 1)
    let smallest = max(spatial.min() ?? 1, 1)
    func side(_ size: Int) throws(Rejection) -> Int {
      switch blocks {
      case .one: 1
      case .even: 2 * (try self.size(1...max(1, size / 2), &draw))
      case .odd: 1 + 2 * (try self.size(0...(size - 1) / 2, &draw))
      case .whole: size
      case .larger: size + (try self.size(1...3, &draw))
      case .any: try draw(Generator.sizes(in: 1...size + 2, boundaries: [3, 7, size]))
      }
    }
    let perAxis =
      spatial.count > 1 && capabilities.contains(.rectangularBlocks)
      ? try draw.integer(in: 0...3, towards: 0) == 3 || blocks == .whole : false
    guard perAxis else {
      switch blocks {
      case .whole, .larger: return .uniform(try side(largest))
      case .even: return .uniform(try side(max(smallest, 2)))
      default: return .uniform(try side(smallest))
      }
    }
    var sides: [Int] = []
    for size in spatial { sides.append(try side(max(size, 1))) }
    return .perAxis(sides)
  }

  private func drawRates(
    _ configuration: inout DropBlockConfiguration, _ draw: inout Draw
  ) throws(Rejection) {
    let p: Double
    switch probabilities {
    case .zero: p = 0
    case .middling: p = [0.25, 0.1, 0.5][try draw.index(below: 3)]
    case .any:
      let named = [0.25, 0.1, 0.5, 0, 1, 0.01, 0.9, 1e-12, 0.05]
      let index = try draw.index(below: named.count + 3)
      p =
        index < named.count
        ? named[index] : Double(try draw.integer(in: 0...1_000_000, towards: 0)) / 1_000_000
    }
    configuration.dropProbability = p
    var rules = gammaRules
    if probabilities == .zero { rules.removeAll { $0 == .fixed } }
    switch try choose(rules.isEmpty ? [.paper] : rules, &draw) {
    case .paper: configuration.gammaRule = .paper
    case .blockVolume: configuration.gammaRule = .blockVolume
    case .calibrated: configuration.gammaRule = .calibrated
    case .fixed: configuration.gammaRule = .fixed(p)
    }
    if capabilities.contains(.gammaFactor), probabilities == .any {
      configuration.gammaFactor = [1, 0.25, 1.5, 0][try draw.index(below: 4)]
    }
  }

  private func drawScale(_ draw: inout Draw) throws(Rejection) -> ScaleRule {
    switch try choose(scales, &draw) {
    case .tensor: .tensor
    case .sample: .sample
    case .map: .map
    case .none: .none
    case .fixed: .fixed([1.25, 0.3, 2, 1][try draw.index(below: 4)])
    }
  }

  private func drawLayout(
    _ samples: Int, _ channels: Int, _ spatial: [Int], _ draw: inout Draw
  ) throws(Rejection) -> Layout {
    switch try choose(layouts, &draw) {
    case .channelsFirst: return .channelsFirst
    case .channelsLast: return .channelsLast
    case .strided:
      // A dense order of the axes, each followed by a gap: transposes, slices and padded rows.
      let sizes = [samples, channels] + spatial
      var axes = Array(sizes.indices)
      var strides = [Int](repeating: 1, count: sizes.count)
      var step = 1 + (try size(0...2, &draw))
      while !axes.isEmpty {
        let axis = axes.remove(at: axes.count - 1 - (try draw.index(below: axes.count)))
        strides[axis] = step
        step = step * max(sizes[axis], 1) + (try size(0...2, &draw))
      }
      return .strided(strides)
    }
  }
}
