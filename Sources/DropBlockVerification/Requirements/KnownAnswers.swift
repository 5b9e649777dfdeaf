package import DropBlockContract
import DropBlockReference
import DropBlockGenerators

/// Answers known beforehand: published random words, and masks of the golden vectors.
package enum KnownAnswers {
  /// The words of Philox4x32-10 for counter 0 and key 0, as published with Random123.
  static let words: [UInt32] = [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]

  /// Finds out the words that a subject draws: with block size 1 the mask is the seeds, and a position
  /// is a seed exactly when its word is below gamma · 2³².
  static func wordFailures(_ examination: Examination) throws -> [Fault] {
    let declaration = examination.declaration
    guard declaration.samplers.contains(.bernoulli), declaration.gammaRules.contains(.fixed),
      declaration.blocks != .map
    else { return [] }
    var shape = Shape(samples: 1, channels: 1, spatial: examination.map([1, 4]))
    if shape.unitCount < 4 { shape.channels = 4 }
    for (index, word) in words.enumerated() {
      for (threshold, isSeed) in [(UInt64(word), false), (UInt64(word) + 1, true)] {
        var configuration = examination.configuration(block: 1, p: 0.5, on: shape.spatial)
        configuration.sampler = .bernoulli
        configuration.sharing = declaration.sharings.contains([]) ? [] : configuration.sharing
        configuration.gammaRule = .fixed(Double(threshold) / 0x1p32)
        let question = SubjectCase(
          DropBlockRequest(configuration, shape: shape, key: 0),
          input: TensorBits(repeating: 1, count: shape.unitCount, as: examination.plainType))
        let reading = try examination.read(question)
        if reading.mask[index] != isSeed {
          return [
            Fault(
              .publishedWord, on: question,
              .random(
                .word(
                  Evidence.PublishedWord(
                    index: index, word: word, threshold: threshold, isSeed: isSeed,
                    isDropped: reading.mask[index]))))
          ]
        }
      }
    }
    return []
  }

  /// Compares masks with the golden vectors, as far as the subject's options can express them.
  static func maskFailures(_ examination: Examination) throws -> [Fault] {
    let declaration = examination.declaration
    for vector in goldenMasks {
      let request = vector.request
      let c = request.configuration
      guard declaration.samplers.contains(c.sampler), declaration.seedGrids.contains(c.seedGrid),
        declaration.blocks == .any,
        declaration.ranks.contains(request.shape.rank), declaration.sharings.contains(c.sharing),
        declaration.gammaRules.contains(c.gammaRule == .paper ? .paper : .blockVolume),
        declaration.scales.contains(.tensor),
        request.firstSample == 0 || examination.offers(.firstSample)
      else { continue }
      let units = request.shape.unitCount
      let question = SubjectCase(
        request, input: TensorBits(repeating: 1, count: units, as: examination.plainType))
      let reading = try examination.read(question)
      let got = packed(reading.mask)
      if got != vector.mask {
        return [
          Fault(
            .goldenMask(named: vector.name), on: question,
            .random(.goldenMask(expected: vector.mask, got: got)))
        ]
      }
    }
    return []
  }

  /// Compares masks of samples so far into a batch that a counter has more than 32 bits with those of
  /// the reference.
  static func counterFailures(_ examination: Examination) throws -> [Fault] {
    guard examination.offers(.firstSample) else { return [] }
    let shape = Shape(samples: 2, channels: 3, spatial: examination.map([8, 8]))
    for sampler in examination.declaration.samplers {
      var configuration = examination.configuration(block: 2, p: 0.5, on: shape.spatial)
      configuration.sampler = sampler
      configuration.sharing = examination.declaration.sharings.contains([]) ? [] : .channels
      let request = DropBlockRequest(configuration, shape: shape, key: examination.key)
      let perSample =
        try LegalBlocks(request).positions
        * (configuration.sharing.contains(.channels) ? 1 : shape.channels)
      // Where positions pass 2³², counters of four words 2³⁴, chunk numbers 2³², and beyond.
      for bits in [32, 34, 44, 46] {
        var question = SubjectCase(
          request,
          input: TensorBits(repeating: 1, count: shape.unitCount, as: examination.plainType))
        question.request.firstSample = (1 << bits) / perSample + 1
        question.wantsStages = false
        let reading = try Reading(
          question, try examination.ask(question).result(to: question))
        let expected = try ReferenceEngine().stages(question.request).mask
        guard let unit = expected.indices.first(where: { expected[$0] != reading.mask[$0] }) else {
          continue
        }
        return [
          Fault(
            .maskBeyond32Bits, on: question,
            .random(
              .farPosition(
                reading.place(of: unit), isDropped: reading.mask[unit],
                isExpectedDropped: expected[unit], bits: bits)))
        ]
      }
    }
    return []
  }

  /// A mask as hexadecimal digits, four units each, the first unit in the highest bit.
  package static func packed(_ mask: [Bool]) -> String {
    stride(from: 0, to: mask.count, by: 4).map { start in
      let bits = (0..<4).reduce(0) { value, bit in
        value * 2 + (start + bit < mask.count && mask[start + bit] ? 1 : 0)
      }
      return String(bits, radix: 16)
    }.joined()
  }
}

/// One golden mask.
package struct GoldenMask: Sendable {
  /// A stable name.
  package let name: String

  /// The request.
  package let request: DropBlockRequest

  /// The mask, as ``KnownAnswers/packed(_:)`` writes it.
  package let mask: String
}
