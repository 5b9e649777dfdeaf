import DropBlockContract

/// Where the units of a tensor lie in memory, and what follows for the order of work.
///
/// A *consumer* of a mask is what it is applied to at one time: a map, or channels that lie side by side.
struct Placement: Sendable {
  /// How the units that one mask covers can be walked.
  enum Kind: Sendable, Equatable {
    /// The units of a map are neighbours, each of `width` elements.
    ///
    /// A width above 1 stands for channels that lie side by side and share their mask.
    case contiguous(width: Int)
    /// The channels of a unit are neighbours, each with a mask of its own; units are `step` apart.
    case interleaved(step: Int)
    /// Any strides.
    case strided
  }

  /// The walk.
  let kind: Kind
  /// The distances between neighbours along the axes of a map.
  let axes: Extent
  /// How many consumers each mask has.
  let consumerCount: Int
  /// Whether the maps of neighbouring masks are neighbours in memory, each with one consumer.
  let isAdjacent: Bool
  /// How many consumers of a mask, one after the other, lie side by side in memory.
  let adjacentConsumers: Int

  private let sample: Int
  private let channel: Int
  private let geometry: Geometry

  /// The placement of a validated shape with at least one unit.
  init(_ layout: Layout, _ geometry: Geometry) {
    let map = geometry.map
    let units = map.volume
    let channels = geometry.channels
    switch layout {
    case .channelsFirst:
      (sample, channel) = (channels * units, units)
      axes = Extent([map.height * map.width, map.width, 1], missing: 1)
    case .channelsLast:
      (sample, channel) = (units * channels, 1)
      axes = Extent(
        [map.height * map.width * channels, map.width * channels, channels], missing: 1)
    case .strided(let strides):
      (sample, channel) = (strides[0], strides[1])
      axes = Extent(Array(strides.dropFirst(2)), missing: 1)
    }
    let step = Self.step(axes, map)
    let isShared = geometry.maskChannels == 1 && channels > 1
    if isShared, channel == 1, step == channels || units == 1 {
      kind = .contiguous(width: channels)
    } else if step == 1 {
      kind = .contiguous(width: 1)
    } else if !isShared, channel == 1, let step {
      kind = .interleaved(step: step)
    } else {
      kind = .strided
    }
    self.geometry = geometry
    var width = 1
    if case .contiguous(let given) = kind { width = given }
    consumerCount = geometry.mapsPerMask / width
    isAdjacent =
      consumerCount == 1
      && (geometry.maskChannels == 1 || channel == units * width)
      && (geometry.maskSamples == 1 || sample == geometry.maskChannels * units * width)
    // Consumers go through the channels of a sample first, and then through the samples.
    let consumersPerSample = channels / geometry.maskChannels / width
    if consumersPerSample > 1, channel != units {
      adjacentConsumers = 1
    } else if geometry.maskSamples == 1, sample == consumersPerSample * units * width {
      adjacentConsumers = consumerCount
    } else {
      adjacentConsumers = consumersPerSample
    }
  }

  /// The element at which consumer `consumer` of a mask begins.
  func offset(mask: Int, consumer: Int) -> Int {
    var consumers = geometry.channels / geometry.maskChannels
    if case .contiguous(let width) = kind { consumers /= width }
    let row = mask / geometry.maskChannels + consumer / consumers
    let column = mask % geometry.maskChannels + consumer % consumers
    return row * sample + column * channel
  }

  /// The distance between neighbouring units where it is the same everywhere in the map.
  private static func step(_ axes: Extent, _ map: Extent) -> Int? {
    var expected: Int?
    var step: Int?
    for (stride, size) in zip(axes.values, map.values).reversed() where size > 1 {
      guard let next = expected else {
        step = stride
        expected = stride * size
        continue
      }
      guard stride == next else { return nil }
      expected = next * size
    }
    return step ?? 1
  }
}
