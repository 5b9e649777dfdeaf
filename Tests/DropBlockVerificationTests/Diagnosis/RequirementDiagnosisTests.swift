import DropBlockContract
import Testing

@testable import DropBlockVerification

/// What is said of a mutant under a requirement that it does not meet.
private func diagnosis(_ name: String, _ requirement: RequirementID) throws -> [String] {
  let mutant = try #require(Mutant.named(name)).subject(version: "0")
  var run = VerificationRun(mutant, profile: .quick, key: 1)
  run.requirements = Requirement.all.filter { $0.id == requirement }
  guard case .violated(let violation)? = run.judged().verdicts.first?.outcome else {
    Issue.record("\(requirement) does not find \(name)")
    return []
  }
  return violation.diagnosis?.lines ?? []
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
    name: String, requirement: RequirementID, words: String
  ) throws {
    #expect(try diagnosis(name, requirement).first == words)
  }

  @Test(arguments: SeedRule.all.indices)
  func `every wrong stream that is known is recognised`(index: Int) throws {
    let rule = SeedRule.all[index]
    let mutant = Mutant("bent", rule.rule.words, "stages.equal") { pipeline in
      pipeline.seeds = { gamma, request, _ in
        var stream = SeedStream()
        rule.bend(&stream)
        guard let blocks = try? LegalBlocks(request) else { return [] }
        return stream.seeds(gamma, request, blocks)
      }
    }
    var run = VerificationRun(
      mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter {
      ["random.known-answers", "stages.equal"].contains($0.id)
    }
    let said = run.judged().verdicts.flatMap { verdict in
      if case .violated(let violation) = verdict.outcome {
        violation.diagnosis?.lines ?? []
      } else {
        [String]()
      }
    }
    #expect(said.contains { $0.contains(rule.rule.words) }, "\(rule.rule.words): \(said)")
  }

  @Test(arguments: [
    "height-width-swapped", "pairs-of-units", "anchors-exchanged", "blocks-wrap", "volumes-flat",
    "gamma-in-single", "count-over-sample", "block-one-larger", "key-reused-across-samples",
  ])
  func `a fault before or after the seeds is not laid to them`(name: String) throws {
    let mutant = try #require(Mutant.named(name)).subject(version: "0")
    var run = VerificationRun(mutant, profile: .quick, key: 1)
    run.requirements = Requirement.all.filter {
      ["random.known-answers", "random.split", "stages.equal"].contains($0.id)
    }
    let summary = run.judged()
    #expect(summary.violations > 0)
    for verdict in summary.verdicts {
      guard case .violated(let violation) = verdict.outcome else { continue }
      for rule in SeedRule.all {
        #expect(
          !(violation.diagnosis?.lines ?? []).contains { $0.contains(rule.rule.words) },
          "\(verdict.requirement)")
      }
    }
  }

  @Test func `where the seeds are right the blocks are looked at`() throws {
    #expect(
      try diagnosis("height-width-swapped", "random.known-answers").first
        == "height and width of the map are taken for each other")
  }

  @Test(arguments: [(1, 3), (3, 1), (1, 1)])
  func `a mask that is right is explained by nothing`(samples: Int, channels: Int) throws {
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 2, dropProbability: 0.4),
      shape: Shape(samples: samples, channels: channels, spatial: [6, 7]), key: 3)
    let question = SubjectCase(
      request, input: TensorBits(repeating: 1, count: request.shape.unitCount, as: .float32))
    let answer = EngineSubject.reference(version: "0").run([question])[0]
    guard case .result(let result) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(BlockFit.grown(try Reading(question, result)) == [])
  }

  @Test func `a rule for the grid explains all masks, and has been seen whole`() {
    let configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 0.1)
    let masks = [[true, true, false, false], [false, true, true, false]]
    let some = BlockFit.explaining(masks, configuration, map: [4])
    let whole = BlockFit.explaining(masks, configuration, map: [4], isEveryBlockSeen: true)
    #expect(some.contains { $0.sentence.hasPrefix("no seed falls at the last grid position") })
    #expect(whole.contains { $0.sentence.hasPrefix("no seed falls at the last grid position") })
    // The block of the last position, which both leave out, is one of these.
    #expect(some.contains { $0.sentence.hasPrefix("seeds fall on the whole map, blocks begin at") })
    #expect(
      !whole.contains { $0.sentence.hasPrefix("seeds fall on the whole map, blocks begin at") })
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
      (
        "channel-pairs", "independence.channels",
        "of neighbouring channels as many units are dropped in both as if 51 % of the pairs had one mask"
      ),
      (
        "low-key-bit-lost", "independence.calls",
        "keys that differ in a low bit have the same masks: it has no effect (asked "
          + "with keys of 64 bits)"
      ),
    ])
  func `maps that have one mask are said to`(
    name: String, requirement: RequirementID, words: String
  )
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
      request, input: TensorBits(repeating: 1, count: request.shape.unitCount, as: .float32))
    guard case .result(let result)? = run([question]).first else { return nil }
    return result.revealed.seeds
  }
}
