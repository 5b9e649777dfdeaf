public import DropBlockContract

/// The block, where it may start, and how the grid of the whole tensor is numbered.
///
/// Source: specification sections 2, 3 and 5.
public struct BlockGeometry: Sendable, Hashable {
  /// Sᵢ, the sizes of a map in units; one to three of them.
  public var map: [Int]

  /// b′ᵢ = min(bᵢ, Sᵢ), the sides of the block that are used, in units.
  public var block: [Int]

  /// Vᵢ, the number of grid positions along each axis of a map.
  public var positions: [Int]

  /// oᵢ: the lowest corner of the block of a seed at s is s − o.
  public var offsets: [Int]

  /// n, the number of samples in the grid; 1 where masks are shared over samples.
  public var samples: Int

  /// c, the number of channels in the grid; 1 where masks are shared over channels.
  public var channels: Int

  /// The number, in the larger batch, of this tensor's first grid position.
  public var firstPosition: Int

  /// The geometry of one map, as a tensor of one sample and one channel.
  ///
  /// - Parameters:
  ///   - map: Sᵢ, one to three sizes of 0 or more.
  ///   - blockSize: bᵢ ≥ 1, one side per axis; sides beyond the map are clipped to it.
  ///   - seedGrid: Where a seed may fall.
  /// - Throws: ``DropBlockError/rank(_:)``, ``DropBlockError/size(axis:_:)``,
  ///   ``DropBlockError/tooManyUnits(_:)``, ``DropBlockError/blockAxes(given:needed:)`` or
  ///   ``DropBlockError/blockSize(_:)``.
  public init(map: [Int], blockSize: [Int], seedGrid: SeedGrid) throws(DropBlockError) {
    try Shape(samples: 1, channels: 1, spatial: map).validate()
    let sides = try BlockSize.perAxis(blockSize).sides(rank: map.count)
    self.map = map
    block = []
    positions = []
    offsets = []
    samples = 1
    channels = 1
    firstPosition = 0
    for (side, size) in zip(sides, map) {
      let used = min(side, size)
      block.append(used)
      switch seedGrid {
      case .valid:
        // An axis without units has no positions either, though 0 − 0 + 1 is 1.
        positions.append(size == 0 ? 0 : size - used + 1)
        offsets.append(0)
      case .whole(.lowerCentre):
        positions.append(size)
        offsets.append(used / 2)
      case .whole(.upperCentre):
        positions.append(size)
        offsets.append(max(used - 1, 0) / 2)
      case .whole(.corner):
        positions.append(size)
        offsets.append(0)
      }
    }
  }

  /// The geometry of a request.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws.
  public init(_ request: DropBlockRequest) throws(DropBlockError) {
    try request.validate()
    let configuration = request.configuration
    let shape = request.shape
    try self.init(
      map: shape.spatial,
      blockSize: configuration.blockSize.sides(rank: shape.rank),
      seedGrid: configuration.seedGrid)
    if shape.unitCount == 0 {
      positions = Array(repeating: 0, count: shape.rank)
      samples = 0
      channels = 0
      return
    }
    samples = configuration.sharing.contains(.samples) ? 1 : shape.samples
    channels = configuration.sharing.contains(.channels) ? 1 : shape.channels
    if !configuration.sharing.contains(.samples) {
      firstPosition = request.firstSample * channels * positionsPerMap
    }
  }

  /// The sizes of the whole grid: n, c, V₁, …, V_d; all 0 for an empty tensor.
  public var grid: [Int] { [samples, channels] + positions }

  /// ΠVᵢ, the number of grid positions of one map.
  public var positionsPerMap: Int { positions.reduce(1, *) }

  /// The number of grid positions of the whole tensor.
  public var positionCount: Int { samples * channels * positionsPerMap }
}
