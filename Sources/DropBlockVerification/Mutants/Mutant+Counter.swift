import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in counters, and in the words that belong to them.
  static let counterMutants = [
    Mutant(
      "positions-in-32-bits", "The number of a grid position is held in 32 bits, and overflows.",
      .randomKnownAnswers
    ) { pipeline in
      pipeline.geometry = { (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
        var geometry = try BlockGeometry(request)
        geometry.firstPosition &= 0xFFFF_FFFF
        return geometry
      }
    },
    Mutant(
      "chunks-in-32-bits", "The number of a chunk is held in 32 bits: its high word is always 0.",
      .randomKnownAnswers
    ) { pipeline in
      pipeline.geometry = { (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
        var geometry = try BlockGeometry(request)
        if request.configuration.sampler == .sparse { geometry.firstPosition &= (1 << 44) - 1 }
        return geometry
      }
    },
    Mutant(
      "chunks-from-part", "A chunk begins at a part's first position instead of a multiple of L.",
      .randomSplit
    ) { pipeline in
      pipeline.geometry = { (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
        var geometry = try BlockGeometry(request)
        if request.configuration.sampler == .sparse {
          geometry.firstPosition =
            (geometry.firstPosition + SparseSampler.chunkLength - 1) / SparseSampler.chunkLength
            * SparseSampler.chunkLength
        }
        return geometry
      }
    },
    Mutant("nine-rounds", "Philox has nine rounds instead of ten.", .randomKnownAnswers) {
      pipeline in
      pipeline.seeds = { gamma, request, geometry in
        guard request.configuration.sampler == .bernoulli else {
          return Pipeline.sample(gamma, request, geometry)
        }
        let threshold = BernoulliSampler.threshold(gamma: gamma)
        return (geometry.firstPosition..<geometry.firstPosition + geometry.positionCount).map {
          UInt64(nineRounds(block: UInt64($0 / 4), key: request.key)[$0 % 4]) < threshold
        }
      }
    },
    Mutant(
      "words-reversed", "The four words of a counter are used from the last to the first.",
      .randomKnownAnswers
    ) { pipeline in
      pipeline.seeds = { gamma, request, geometry in
        guard request.configuration.sampler == .bernoulli else {
          return Pipeline.sample(gamma, request, geometry)
        }
        let first = geometry.firstPosition / 4 * 4
        let count = geometry.firstPosition - first + geometry.positionCount
        let seeds = BernoulliSampler.seeds(
          gamma: gamma, key: request.key, first: first, count: (count + 3) / 4 * 4
        ).seeds
        return (geometry.firstPosition - first..<count).map { seeds[$0 / 4 * 4 + 3 - $0 % 4] }
      }
    },
    Mutant(
      "threshold-included", "A word that equals gamma · 2³² makes a seed as well.",
      .randomKnownAnswers
    ) { pipeline in
      pipeline.seeds = { gamma, request, geometry in
        let isWord = request.configuration.sampler == .bernoulli
        return Pipeline.sample(isWord ? min(1, gamma + 0x1p-32) : gamma, request, geometry)
      }
    },
  ]

  /// The words of a Bernoulli counter after one round too few.
  private static func nineRounds(block: UInt64, key: UInt64) -> [UInt32] {
    var c = [UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), 0, 0]
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    for _ in 0..<9 {
      let (a, b) = (
        UInt64(0xD251_1F53) * UInt64(c[0]), UInt64(0xCD9E_8D57) * UInt64(c[2])
      )
      c = [
        UInt32(b >> 32) ^ c[1] ^ k0, UInt32(truncatingIfNeeded: b),
        UInt32(a >> 32) ^ c[3] ^ k1, UInt32(truncatingIfNeeded: a),
      ]
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return c
  }
}
