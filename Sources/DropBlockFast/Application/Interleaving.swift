/// Applies the masks of neighbouring channels of one sample, units outside, channels inside.
///
/// Masks are made channel by channel, but lie in memory unit by unit: squares of 64 channels and 64
/// units are turned over, until the bits lie as the elements do.
struct Interleaving {
  private static let side = 64
  /// A tile has no more bits than this, unless a single unit has more channels.
  private static let tileBits = 1 << 18

  private var square = BitSquare()
  private var tile = BitString()

  /// Applies the masks of `channels` channels, `units` bits each, one behind the other.
  ///
  /// - Parameters:
  ///   - offset: The element of the first unit in the first of the channels.
  ///   - step: The distance from one unit to the next, at least the number of channels.
  ///   - factors: The factor of each channel, or one for all of them.
  mutating func apply(
    _ application: MaskApplication, _ bits: BitString, channels: Int, units: Int, at offset: Int,
    step: Int, factors: [Double]
  ) {
    let most = max(min(Self.side, Self.tileBits / channels), 1)
    tile.reserve(most * channels)
    var first = 0
    while first < units {
      let count = min(most, units - first)
      turn(bits, channels: channels, units: units, first: first, count: count)
      let corner = offset + first * step
      if application.isScaling, factors.count > 1 {
        scale(application, channels, count, at: corner, step: step, factors: factors)
      } else if channels == step {
        application.contiguous(
          tile, from: 0, at: corner, count: count * channels, factor: factors[0])
      } else {
        for unit in 0..<count {
          application.contiguous(
            tile, from: unit * channels, at: corner + unit * step, count: channels,
            factor: factors[0])
        }
      }
      first += count
    }
  }

  /// Puts bit u of channel c to u · channels + c, for `count` units from `first` on.
  private mutating func turn(
    _ bits: BitString, channels: Int, units: Int, first: Int, count: Int
  ) {
    tile.clear(count: count * channels)
    var group = 0
    while group < channels {
      let width = min(Self.side, channels - group)
      square.load(bits, from: group * units + first, stride: units, count: width)
      square.transpose()
      square.store(&tile, at: group, stride: channels, width: width, count: count)
      group += width
    }
  }

  /// Scales each channel by its own factor, and zeroes what the tile drops.
  private func scale(
    _ application: MaskApplication, _ channels: Int, _ count: Int, at corner: Int, step: Int,
    factors: [Double]
  ) {
    let memory = application.memory
    for channel in 0..<channels {
      memory.scale(at: corner + channel, count: count, stride: step, by: factors[channel])
    }
    for unit in 0..<count {
      let first = unit * channels
      tile.forEachRun(in: first..<first + channels) { low, high in
        memory.zero(at: corner &+ unit &* step &+ (low &- first), count: high &- low)
      }
    }
  }
}
