import DropBlockContract
import DropBlockGenerators

/// A request so large that more units than a limit are kept in every scope of its scale rule.
struct LargeTensor: Sendable {
  /// More units than this are kept, if the subject drops as the law says.
  let limit: Int

  /// Options and shape.
  var request: DropBlockRequest

  /// The number format.
  let type: ElementType

  /// The largest number of half precision: counts above it are infinite there.
  static let halfLimit = 65_504

  /// From here on single precision has no odd numbers: counting by ones stops.
  static let singleLimit = 1 << 24

  /// The probability of being dropped, which every gamma rule comes close to.
  private static let dropped = 0.02

  /// Tensors beyond half precision in which every two options meet.
  static func beyondHalf(_ examination: Examination) -> [LargeTensor] {
    let declaration = examination.declaration
    let scales = scales(of: declaration)
    var factors = Factors()
    for (name, count) in [
      ("format", declaration.elementTypes.count), ("axes", declaration.ranks.count),
      ("shared", declaration.sharings.count), ("scale", scales.count),
      ("grid", declaration.seedGrids.count), ("sampler", max(declaration.samplers.count, 1)),
    ] {
      _ = factors.add(name, Array(0..<count))
    }
    return factors.table.rows.map { row in
      var tensor = LargeTensor(
        halfLimit, examination, type: declaration.elementTypes[row[0]],
        rank: declaration.ranks[row[1]], sharing: declaration.sharings[row[2]],
        scale: scales[row[3]])
      tensor.request.configuration.seedGrid = declaration.seedGrids[row[4]]
      if !declaration.samplers.isEmpty {
        tensor.request.configuration.sampler = declaration.samplers[row[5]]
      }
      return tensor
    }
  }

  /// Tensors beyond single precision: each sharing with the first scale, and each scale with the first
  /// sharing.
  static func beyondSingle(_ examination: Examination) -> [LargeTensor] {
    let declaration = examination.declaration
    let scales = scales(of: declaration)
    let options =
      declaration.sharings.map { ($0, scales[0]) }
      + scales.dropFirst().map { (declaration.sharings[0], $0) }
    return options.enumerated().map { index, option in
      LargeTensor(
        singleLimit, examination, type: examination.plainType,
        rank: declaration.ranks[index % declaration.ranks.count], sharing: option.0,
        scale: option.1)
    }
  }

  /// The declared scale rules that count; the first one of a subject that has none.
  private static func scales(of declaration: SubjectDeclaration) -> [ScaleRuleName] {
    let counting = declaration.scales.filter { ![.fixed, .none, .expectation].contains($0) }
    return counting.isEmpty ? Array(declaration.scales.prefix(1)) : counting
  }

  private init(
    _ limit: Int, _ examination: Examination, type: ElementType, rank: Int, sharing: MaskSharing,
    scale: ScaleRuleName
  ) {
    self.limit = limit
    self.type = type
    // Nothing of it depends on the map: no tensor this large is asked of blocks as large as maps.
    var configuration = examination.configuration(
      block: 3, p: Self.dropped, on: Array(repeating: limit, count: rank))
    if case .fixed = configuration.gammaRule {
      let volume = (0..<rank).reduce(1.0) { volume, _ in volume * 3 }
      configuration.gammaRule = .fixed(Self.dropped / volume)
    }
    configuration.sharing = sharing
    switch scale {
    case .tensor: configuration.scale = .tensor
    case .sample: configuration.scale = .sample
    case .map: configuration.scale = .map
    case .fixed, .none, .expectation: break
    }
    // Two maps, so that there is something to share, and more where all are counted together.
    let isMap = scale == .map
    let samples = sharing.contains(.samples) && !(isMap && sharing.contains(.channels)) ? 2 : 1
    let channels = isMap ? (sharing.contains(.channels) ? 2 : 1) : 4
    let mapsOfScope = isMap ? 1 : scale == .sample ? channels : samples * channels
    // About 2 % are dropped; 8 % are in reserve.
    let units = limit / 100 * 108 / mapsOfScope + 1
    let shape = Shape(
      samples: samples, channels: channels, spatial: Self.map(rank, atLeast: units))
    request = DropBlockRequest(configuration, shape: shape, key: examination.key)
  }

  /// A map of nearly equal sides.
  private static func map(_ rank: Int, atLeast units: Int) -> [Int] {
    var rest = units
    var sides: [Int] = []
    for axes in stride(from: rank, through: 1, by: -1) {
      var side = 1
      while (0..<axes).reduce(1, { power, _ in power * side }) < rest, axes > 1 { side += 1 }
      if axes == 1 { side = rest }
      sides.append(side)
      rest = (rest + side - 1) / side
    }
    return sides
  }
}
