import DropBlockContract
import DropBlockGenerators

/// What is drawn after the options, each with as many choices whatever the options are: a choice
/// that has no say in this request has one value.
extension RequestSpace {
  /// The most spatial axes there are.
  private static let mostAxes = 3

  /// The longest side of a map.
  private static let mostSide = 200

  /// The sides of maps, by the least and the greatest: these generators take longer to make than to
  /// draw from.
  private static let mapSides: [[Generator<Int>]] = (0...3).map { least in
    (0...mostSide).map { most in
      let low = max(least, 1)
      return .sizes(in: low...max(low, most), boundaries: [7, 8, 14, 16, 32, 64])
    }
  }

  /// The least side of a map in which a block of this kind has its place.
  func leastMapSide(_ side: RequestOptions.BlockSide) -> Int {
    switch side {
    case .one, .whole, .larger: 1
    case .odd: leastOddSide
    case .even: 2
    }
  }

  /// Where 1 is a kind of its own, the least odd side is 3.
  private var leastOddSide: Int { blocks == .odd ? 1 : 3 }

  func drawMap(
    _ rank: Int, atLeast least: Int, units: Int, _ draw: inout Draw
  ) throws(Rejection) -> [Int] {
    let most =
      switch rank {
      case 1: min(units, Self.mostSide)
      case 2: min(units, 40)
      default: 11
      }
    var spatial: [Int] = []
    var room = units
    // The last axis stays the last when the number of axes changes.
    for later in (0..<Self.mostAxes).reversed() {
      guard later < rank else {
        _ = try size(1...1, &draw)
        continue
      }
      let reserved = (0..<later).reduce(1) { units, _ in units * least }
      let limit = maps == .tiny ? 3 : max(1, min(most, room / reserved))
      let range = min(least, limit)...limit
      let side = try draw(Self.mapSides[range.lowerBound][range.upperBound])
      spatial.append(side)
      room /= max(side, 1)
    }
    if maps == .nonSquare {
      let isSquare = Set(spatial).count == 1
      let more = try size(0...(isSquare ? 3 : 0), &draw)
      if isSquare {
        let row = spatial.dropLast().reduce(1, *)
        let fits = row * (spatial[rank - 1] + 1 + more) <= units
        spatial[rank - 1] =
          fits || spatial[rank - 1] == 1
          ? spatial[rank - 1] + 1 + more : spatial[rank - 1] - 1
      }
    }
    return spatial
  }

  func drawBlock(
    _ kind: RequestOptions.BlockSide, isPerAxis: Bool, _ spatial: [Int], _ draw: inout Draw
  ) throws(Rejection) -> BlockSize {
    let sizes = spatial.map { max($0, 1) }
    let least = sizes.min() ?? 1
    let greatest = sizes.max() ?? 1
    var sides: [Int] = []
    for later in (0..<Self.mostAxes).reversed() {
      let isFree = later == 0 || isPerAxis && later < sizes.count
      let size = isPerAxis && isFree ? sizes[sizes.count - 1 - later] : least
      let side: Int
      switch kind {
      case .one:
        side = 1 + (try self.size(0...0, &draw))
      case .whole:
        side = (isPerAxis ? size : greatest) + (try self.size(0...0, &draw))
      case .odd:
        let low = min(leastOddSide / 2, (size - 1) / 2)
        side = 1 + 2 * (try half(low...(isFree ? max(low, (size - 1) / 2) : low), [1, 3], &draw))
      case .even:
        // A map of size 0 has no room; 2 is the least even side there is.
        side = 2 * (try half(1...(isFree ? max(1, size / 2) : 1), [2, 4], &draw))
      case .larger:
        // An equal side can be larger than one axis and not than another.
        let base = isPerAxis ? size : blocks == .larger ? greatest : least
        let top = isPerAxis ? size : greatest
        side = base + (try self.size(1...(isFree ? top - base + 3 : 1), &draw))
      }
      if isFree { sides.append(side) }
    }
    return isPerAxis ? .perAxis(sides) : .uniform(sides[0])
  }

  private func half(
    _ range: ClosedRange<Int>, _ boundaries: [Int], _ draw: inout Draw
  ) throws(Rejection) -> Int {
    range.count == 1
      ? try size(range, &draw) : try draw(Generator.sizes(in: range, boundaries: boundaries))
  }

  func drawProbability(
    _ rate: RequestOptions.Rate, _ draw: inout Draw
  ) throws(Rejection) -> Double {
    let isAny = rate == .any
    let named = [0.05, 0.01]
    let number = try size(0...(isAny ? named.count + 1_000_000 : 0), &draw)
    if case .exactly(let p) = rate { return p }
    return number < named.count ? named[number] : Double(number - named.count) / 1_000_000
  }

  /// Sets the probability with which two of the units are kept on average that are counted together
  /// and dropped independently; at most half of them.
  ///
  /// Where blocks are as large as maps, it is maps of which two are kept.
  static func keepFew(
    of shape: Shape, _ blocks: OfferedBlocks, _ configuration: inout DropBlockConfiguration
  ) {
    let hasExpectedScale = configuration.hasExpectedScale
    let maps =
      switch configuration.scale {
      case .tensor, .fixed, .none: (samples: shape.samples, channels: shape.channels)
      case .sample: (samples: 1, channels: shape.channels)
      case .map: (samples: 1, channels: 1)
      }
    // Where maps share a mask, as many units are kept in each of them.
    let masks =
      (configuration.sharing.contains(.samples) ? 1 : maps.samples)
      * (configuration.sharing.contains(.channels) ? 1 : maps.channels)
    let unitsPerMap = blocks == .map ? 1 : shape.unitsPerMap
    let kept = min(2 / Double(max(masks * unitsPerMap, 1)), 0.5)
    configuration.dropProbability = 1 - kept
    if case .fixed = configuration.gammaRule {
      configuration.gammaRule = .fixed(1 - kept)
      if !hasExpectedScale { configuration.dropProbability = kept }
    }
    if hasExpectedScale {
      configuration.scale = .expectation(ofDropping: configuration.dropProbability)
    }
  }

  func drawScale(
    _ rule: ScaleRuleName, p: Double, _ draw: inout Draw
  ) throws(Rejection) -> ScaleRule {
    let values = [1.25, 0.3, 2, 1]
    let fixed = values[try draw.index(below: rule == .fixed ? values.count : 1)]
    switch rule {
    case .tensor: return .tensor
    case .sample: return .sample
    case .map: return .map
    case .none: return .none
    case .fixed: return .fixed(fixed)
    case .expectation: return .expectation(ofDropping: p)
    }
  }

  /// Draws the layout of a tensor with these sizes.
  func drawLayout(
    _ name: LayoutName, _ sizes: [Int], _ draw: inout Draw
  ) throws(Rejection) -> Layout {
    guard layouts.contains(.strided) else {
      return name == .channelsLast ? .channelsLast : .channelsFirst
    }
    // A dense order of the axes, each followed by a gap: transposes, slices and padded rows.
    let isStrided = name == .strided
    var axes = Array(sizes.indices)
    var strides = [Int](repeating: 1, count: sizes.count)
    let mostGap = isStrided ? 2 : 0
    var step = 1 + (try size(0...mostGap, &draw))
    for _ in 0..<Self.mostAxes + 2 {
      let place = try draw.index(below: isStrided ? max(axes.count, 1) : 1)
      let gap = try size(0...(axes.isEmpty ? 0 : mostGap), &draw)
      guard isStrided, !axes.isEmpty else { continue }
      let axis = axes.remove(at: axes.count - 1 - place)
      strides[axis] = step
      step = step * max(sizes[axis], 1) + gap
    }
    switch name {
    case .channelsFirst: return .channelsFirst
    case .channelsLast: return .channelsLast
    case .strided: return .strided(strides)
    }
  }
}
