import DropBlockContract
import Testing

@testable import Verification

/// What is said of a mutant under a requirement that it does not meet.
private func diagnosis(_ name: String, _ requirement: String) throws -> [String] {
  let mutant = try #require(Mutant.named(name)).subject(version: "0")
  var run = VerificationRun(mutant, profile: .quick, key: 1, selection: .named("mutant"))
  run.requirements = Requirement.all.filter { $0.id == requirement }
  guard case .violated(let violation)? = run.run().verdicts.first?.outcome else {
    Issue.record("\(requirement) does not find \(name)")
    return []
  }
  return violation.diagnosis
}

struct RequirementDiagnosisTests {
  @Test(
    arguments: [
      ("nine-rounds", "random.known-answers", "Philox has 9 rounds instead of ten"),
      ("nine-rounds", "stages.equal", "Philox has 9 rounds instead of ten"),
      (
        "words-reversed", "random.known-answers",
        "the four words of a counter are used from the last to the first"
      ),
      ("key-words-swapped", "random.known-answers", "the two halves of the key change places"),
      (
        "positions-in-32-bits", "random.known-answers",
        "the number of a grid position is held in 32 bits, and overflows"
      ),
      (
        "chunks-in-32-bits", "random.known-answers",
        "the number in the counter is held in 32 bits: its high word is always 0"
      ),
      (
        "chunks-from-part", "random.split",
        "a part of a batch begins the next chunk instead of going on within one"
      ),
      (
        "first-sample-ignored", "random.split",
        "a part of a batch is drawn as if it began at sample 0"
      ),
      ("samplers-confused", "stages.equal", "the sparse sampler is used in every case"),
      (
        "threshold-included", "random.known-answers",
        "a word that equals gamma · 2³² makes a seed as well"
      ),
      (
        "seed-tail-lanes", "stages.equal",
        "seeds in the last positions that fill no vector of 4 are lost"
      ),
    ])
  func `a wrong random stream is called what it is`(
    name: String, requirement: String, words: String
  ) throws {
    #expect(try diagnosis(name, requirement).first == words)
  }

  @Test(
    arguments: [
      ("channels-shared", "mask.sharing", "all channels of a sample have one mask"),
      ("channels-shared", "independence.channels", "all channels of a sample have one mask"),
      ("channels-shared", "mask.grid", "all channels of a sample have one mask"),
      ("channels-shared", "rate.share", "all channels of a sample have one mask"),
      ("key-reused-across-samples", "mask.sharing", "all samples have the same masks"),
      ("key-reused-across-samples", "independence.samples", "all samples have the same masks"),
      ("channel-pairs", "mask.sharing", "some maps have one mask: channels 0 and 1 of a sample"),
      ("channel-pairs", "independence.channels", "neighbouring channels have one mask"),
      (
        "low-key-bit-lost", "independence.calls",
        "keys that differ in a low bit have the same masks: it has no effect"
      ),
    ])
  func `maps that have one mask are said to`(name: String, requirement: String, words: String)
    throws
  {
    #expect(try diagnosis(name, requirement).first == words)
  }

  @Test func `positions that are never seeded are told by the blocks that are`() throws {
    let missing = try diagnosis("last-position-missing", "mask.grid")
    #expect(missing.first?.hasPrefix("no seed falls at the last grid position along") == true)
    let whole = try diagnosis("seeds-on-whole-map", "mask.grid")
    #expect(whole.first?.hasPrefix("seeds fall on the whole map") == true, "\(whole)")
  }
}

struct SeedStreamTests {
  @Test(arguments: [Sampler.bernoulli, .sparse], [[], MaskSharing.channels, .samples])
  func `without a fault it is the stream of the specification`(
    sampler: Sampler, sharing: MaskSharing
  ) throws {
    for (index, p) in [0.0, 0.03, 0.4, 1].enumerated() {
      for firstSample in [0, 3, 5_000, 1 << 33] {
        var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: p)
        configuration.sampler = sampler
        configuration.sharing = sharing
        configuration.gammaRule = .fixed(p)
        let request = DropBlockRequest(
          configuration, shape: Shape(samples: 2, channels: 5, spatial: [9, 30 + index]),
          key: 0xDEAD_BEEF_0BAD_CAFE &* UInt64(index + 1), firstSample: firstSample)
        let seeds = try EngineSubject.reference(version: "0").seeds(request)
        #expect(SeedStream().seeds(p, request, try LegalBlocks(request)) == seeds)
      }
    }
  }
}

extension EngineSubject {
  /// The seeds that the subject reveals.
  fileprivate func seeds(_ request: DropBlockRequest) throws -> [Bool]? {
    let question = SubjectCase(
      request, input: Tensor(repeating: 1, count: request.shape.unitCount, as: .float32))
    guard case .result(let result)? = run([question]).first else { return nil }
    return result.revealed.seeds
  }
}
