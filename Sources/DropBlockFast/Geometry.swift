import DropBlockContract

/// The sizes behind a valid request: map, used block, seed grid, and the masks they give.
///
/// Masks are made in a *frame*: a map of V + b′ − 1 per axis on which a seed at s covers s … s + b′ − 1, so
/// that no block ever leaves it. On the valid grid the frame is the map. On the whole grid unit u of
/// the map is frame position u + o, and what lies around it is cut off.
struct Geometry: Sendable {
  /// Sᵢ.
  let map: Extent
  /// b′ᵢ.
  let block: Extent
  /// Vᵢ.
  let grid: Extent
  /// oᵢ; 0 on the valid grid.
  let offset: Extent
  /// Vᵢ + b′ᵢ − 1.
  let frame: Extent

  /// N and C.
  let samples: Int
  let channels: Int
  /// n and c: how many samples and channels have masks of their own.
  let maskSamples: Int
  let maskChannels: Int
  /// The grid position at which this tensor's first mask begins.
  let firstPosition: UInt64

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

  /// Whether the frame is larger than the map.
  var isCropped: Bool { frame != map }
}
