import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults that make maps share what they ought to draw for themselves.
  static let independenceMutants = [
    Mutant(
      "every-eighth-channel", "Channels 7, 15, 23 and so on repeat the one before.",
      .independenceMaps
    ) {
      $0.repeatsMaps { _, sample, channel in (sample, channel % 8 == 7 ? channel - 1 : channel) }
    },
    Mutant(
      "channels-modulo-five", "Channel c has the mask of channel c mod 5.", .independenceMaps
    ) { $0.repeatsMaps { _, sample, channel in (sample, channel % 5) } },
    Mutant(
      "samples-sixteen-apart", "Samples that are 16 apart have the same masks.", .independenceMaps
    ) { $0.repeatsMaps { _, sample, channel in (sample % 16, channel) } },
    Mutant(
      "channels-above-sixteen", "Channels from 16 on have one mask.", .independenceMaps
    ) { $0.repeatsMaps { _, sample, channel in (sample, min(channel, 16)) } },
    Mutant(
      "single-sample-channels", "Where there is one sample its channels have one mask.",
      .independenceMaps
    ) { $0.repeatsMaps { samples, sample, channel in (sample, samples == 1 ? 0 : channel) } },
    Mutant(
      "whole-samples",
      "Where a block has the size of the map, the channels of a sample are dropped together.",
      .independenceChannels
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        let isWhole = geometry.positionsPerMap == 1
        return BlockMask.grow(
          seeds: isWhole
            ? seeds.indices.map { seeds[$0 / geometry.channels * geometry.channels] } : seeds,
          geometry: geometry, shape: request.shape)
      }
    },
    Mutant("second-key-bit-lost", "Bit 1 of the key has no effect.", .independenceMaps) {
      pipeline in
      pipeline.request = {
        var request = $0
        request.key &= ~2
        return request
      }
    },
    Mutant(
      "key-plus-thousands", "Sample n draws with the key plus 1,000 · n.", .independenceMaps
    ) { $0.addsToKey(perSample: 1_000) },
  ]
}

extension Pipeline {
  /// Gives every map the seeds of another, told by the number of samples and the map's place.
  mutating func repeatsMaps(
    _ original: @escaping @Sendable (Int, Int, Int) -> (sample: Int, channel: Int)
  ) {
    mask = { seeds, geometry, request in
      let perMap = max(geometry.positionsPerMap, 1)
      let repeated = seeds.indices.map { position in
        let map = position / perMap
        let other = original(
          geometry.samples, map / geometry.channels, map % geometry.channels)
        let start = (other.sample * geometry.channels + other.channel) * perMap
        return seeds[start + position % perMap]
      }
      return BlockMask.grow(seeds: repeated, geometry: geometry, shape: request.shape)
    }
  }

  /// Draws every sample with a key of its own: the request's, and so much for each sample before it.
  mutating func addsToKey(perSample step: UInt64) {
    seeds = { gamma, request, geometry in
      let perSample = geometry.positionCount / max(geometry.samples, 1)
      return (0..<geometry.samples).flatMap { sample in
        var (one, part) = (request, geometry)
        one.key &+= UInt64(geometry.firstPosition / max(perSample, 1) + sample) &* step
        part.samples = 1
        part.firstPosition = 0
        return Pipeline.sample(gamma, one, part)
      }
    }
  }
}
