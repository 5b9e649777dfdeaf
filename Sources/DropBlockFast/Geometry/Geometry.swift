import DropBlockContract

/// The sizes behind a valid request: map, used block, seed grid, and the masks they give.
///
/// Masks are made in a *frame*: a map of V + b′ − 1 per axis on which a seed at s covers s … s + b′ − 1, so
/// that no block ever leaves it. On the valid grid the frame is the map. On the whole grid unit u of
/// the map is frame position u + o, and what lies around it is cut off.
struct Geometry: Sendable {
  /// Sᵢ.
  private(set) var map: Extent
  /// b′ᵢ.
  let block: Extent
  /// Vᵢ.
  private(set) var grid: Extent
  /// oᵢ; 0 on the valid grid.
  private(set) var offset: Extent
  /// Vᵢ + b′ᵢ − 1.
  private(set) var frame: Extent

  /// N and C.
  let samples: Int
  let channels: Int
  /// n and c: how many samples and channels have masks of their own.
  let maskSamples: Int
  let maskChannels: Int
  /// The grid position at which this tensor's first mask begins.
  private(set) var firstPosition: UInt64

  /// The geometry of a validated request with at least one unit.
  init(_ request: DropBlockRequest, sides: [Int]) {
    let configuration = request.configuration
    let shape = request.shape
    map = Extent(shape.spatial, missing: 1)
    block = Extent(Extent(sides, missing: 1), map, min)
    switch configuration.seedGrid {
    case .valid:
      grid = Extent(map, block) { $0 - $1 + 1 }
      offset = Extent(repeating: 0)
    case .whole(let anchor):
      grid = map
      offset = Extent(block, block) { side, _ in
        switch anchor {
        case .lowerCentre: side / 2
        case .upperCentre: (side - 1) / 2
        case .corner: 0
        }
      }
    }
    frame = Extent(grid, block) { $0 + $1 - 1 }
    samples = shape.samples
    channels = shape.channels
    let sharing = configuration.sharing
    maskSamples = sharing.contains(.samples) ? 1 : samples
    maskChannels = sharing.contains(.channels) ? 1 : channels
    let skipped = sharing.contains(.samples) ? 0 : request.firstSample
    firstPosition = UInt64(skipped * maskChannels * grid.volume)
  }

  /// The number of masks, n · c; mask m belongs to sample m div c and channel m mod c of them.
  var maskCount: Int { maskSamples * maskChannels }

  /// The number of maps that use each mask.
  var mapsPerMask: Int { (samples / maskSamples) * (channels / maskChannels) }

  /// The grid positions of a run of masks, counted in the larger batch.
  func positions(_ masks: Range<Int>) -> Range<UInt64> {
    let volume = UInt64(grid.volume)
    return firstPosition + UInt64(masks.lowerBound) * volume..<firstPosition + UInt64(
      masks.upperBound) * volume
  }

  /// The geometry of some rows of one mask, along the first axis that has more than one.
  ///
  /// A seed at s covers frame positions s … s + b′ − 1, and row r is frame position r + o; so the rows
  /// r₀ ..< r₁ are reached from the grid rows r₀ + o − b′ + 1 ..< r₁ + o, as far as there are such.
  func slab(_ rows: Range<Int>, axis: Int, mask: Int) -> Geometry {
    let firstRow = max(rows.lowerBound + offset[axis] - block[axis] + 1, 0)
    let lastRow = min(rows.upperBound + offset[axis], grid[axis])
    var slab = self
    slab.map[axis] = rows.count
    slab.grid[axis] = lastRow - firstRow
    slab.frame[axis] = lastRow - firstRow + block[axis] - 1
    slab.offset[axis] = rows.lowerBound + offset[axis] - firstRow
    slab.firstPosition +=
      UInt64(mask) * UInt64(grid.volume) + UInt64(firstRow) * UInt64(grid.volume / grid[axis])
    return slab
  }

  /// Whether the frame is larger than the map.
  var isCropped: Bool { frame != map }
}
