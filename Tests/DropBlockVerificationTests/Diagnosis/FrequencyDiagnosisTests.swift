import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

/// What two surveys of a subject say is wrong.
private func diagnosis(
  of subject: any Subject, maps: Int = 8_192, grid: SeedGrid = .valid, timesP: Double = 1
) throws -> [String] {
  let examination = Examination(
    subject, declaration: subject.declaration, profile: .quick, key: 5, ledger: Ledger(accounts: 1))
  let settings = [(map: [9, 11], block: 4, p: 0.2), (map: [8, 7], block: 3, p: 0.3)]
  return FrequencyDiagnosis.of(
    try settings.map { map, block, p in
      var configuration = examination.configuration(block: block, p: timesP * p, on: map)
      configuration.seedGrid = grid
      let survey = try Survey(
        SurveyPlan(configuration: configuration, map: map, maps: maps), examination)
      return (
        survey,
        try #require(try survey.observations(at: survey.looks.count - 1, examination))
      )
    }
  ).lines
}

struct FrequencyDiagnosisTests {
  @Test func `no law of one map is said where some maps of a call are left out`() throws {
    let mutant = try #require(Mutant.named("last-sample-kept"))
    let lines = try diagnosis(of: mutant.subject(version: "0"))
    #expect(
      lines == [
        "never dropped: sample 15 of 16, all units of map 9×11, block 4×4 (in 512 maps); sample 15 of 16, all "
          + "units of map 8×7, block 3×3 (in 512 maps)"
      ])
  }

  @Test(
    arguments: [
      ("gamma-without-grid-correction", "gamma is p / b², without the factor"),
      ("gamma-one-side", "gamma is divided by the block's first side instead of its whole volume"),
      ("keep-for-drop", "gamma is computed from 1 − p"),
      ("block-one-larger", "blocks are one unit larger than asked for along every axis"),
      ("block-one-smaller", "blocks are one unit smaller than asked for along every axis, on the"),
      (
        "seeds-on-whole-map",
        "seeds fall on the whole map, blocks begin ⌊b / 2⌋ below their seed (anchor"
      ),
      (
        "block-shifted",
        "blocks lie one unit nearer to the end, but for the last position, along the last"
      ),
      ("positions-mirrored", "blocks of the upper half lie at their mirror image along the last"),
      ("last-position-missing", "no seed falls at the last grid position along the axis before"),
      ("kept-for-dropped", "the mask is inverted"),
      ("height-width-swapped", "height and width of the map are taken for each other"),
    ])
  func `a mutant of gamma, grid or blocks is called what it is`(name: String, words: String) throws
  {
    let lines = try diagnosis(of: try #require(Mutant.named(name)).subject(version: "0"))
    #expect(lines.first?.hasPrefix(words) == true, "\(lines)")
    #expect(lines.contains { $0.contains("law asked for") }, "\(lines)")
    #expect(lines.last?.hasPrefix("it fits ") == true, "\(lines)")
  }

  @Test func `seeds that are eroded are told from seeds that are grown`() throws {
    let eroded = Mutant("eroded", "A minimum takes the maximum's place.", "mask.blocks") {
      pipeline in
      pipeline.mask = { seeds, geometry, request in
        BlockMask.grow(seeds: seeds.map { !$0 }, geometry: geometry, shape: request.shape).map {
          !$0
        }
      }
    }
    let lines = try diagnosis(of: eroded.subject(version: "0"))
    #expect(lines.first?.hasPrefix("seeds are eroded, not grown") == true, "\(lines)")
  }

  @Test(arguments: [
    (1, "of a block every second unit is dropped along every axis"),
    (2, "blocks have gaps: b units along every axis with one left out after each"),
  ])
  func `blocks with gaps are called that`(reach: Int, words: String) throws {
    let gaps = Mutant("gaps", "Blocks have gaps.", "mask.blocks") { pipeline in
      pipeline.mask = { seeds, geometry, request in
        var mask = [Bool](repeating: false, count: request.shape.unitCount)
        let (map, grid, block) = (geometry.map, geometry.positions, geometry.block)
        for (index, isSeed) in seeds.enumerated() where isSeed {
          let (number, place) = index.quotientAndRemainder(dividingBy: grid[0] * grid[1])
          let (row, column) = place.quotientAndRemainder(dividingBy: grid[1])
          for down in stride(from: row, to: row + reach * block[0] - reach + 1, by: 2)
          where down < map[0] {
            for right in stride(from: column, to: column + reach * block[1] - reach + 1, by: 2)
            where right < map[1] {
              mask[(number * map[0] + down) * map[1] + right] = true
            }
          }
        }
        return mask
      }
    }
    let lines = try diagnosis(of: gaps.subject(version: "0"))
    #expect(lines.first?.hasPrefix(words) == true, "\(lines)")
  }

  @Test func `a wrong anchor is named`() throws {
    let lower = Mutant("lower", "Anchors are lower centres.", "mask.blocks") { pipeline in
      pipeline.request = {
        var request = $0
        request.configuration.seedGrid = .whole(.lowerCentre)
        return request
      }
    }
    let lines = try diagnosis(of: lower.subject(version: "0"), grid: .whole(.upperCentre))
    #expect(lines.first?.contains("(anchor: lower centre)") == true, "\(lines)")
  }

  @Test(
    arguments: [
      ("exactly", 2, "every map has the same number of seeds"),
      ("one or none", 0.4, "a map has one block or none, with probability gamma times"),
      ("one with p", 1, "a map has one block or none, with probability p"),
    ])
  func `seeds that depend on each other are told from independent ones`(
    law: String, timesP: Double, words: String
  ) throws {
    let dependent = Mutant("dependent", "The seeds of a map depend on each other.", "rate.masks") {
      pipeline in
      pipeline.seeds = { gamma, request, geometry in
        let positions = geometry.positionsPerMap
        var seeds = [Bool](repeating: false, count: geometry.positionCount)
        for map in 0..<geometry.positionCount / max(positions, 1) {
          var mixer = KeyMixer(request.key, salt: UInt64(map))
          func chance() -> Double { Double(mixer.next() >> 11) * 0x1p-53 }
          let expected = gamma * Double(positions)
          let isOne =
            law == "one or none" && chance() < expected
            || law == "one with p" && chance() < request.configuration.dropProbability
          var left = law == "exactly" ? Int(expected.rounded()) : isOne ? 1 : 0
          while left > 0 {
            let place = map * positions + Int(mixer.next() % UInt64(positions))
            if !seeds[place] { left -= 1 }
            seeds[place] = true
          }
        }
        return seeds
      }
    }
    let lines = try diagnosis(of: dependent.subject(version: "0"), timesP: timesP)
    #expect(lines.first?.hasPrefix(words) == true, "\(lines)")
  }

  @Test func `rules that the maps do not tell apart are both named`() throws {
    // In both configurations the factor is nearly two.
    let subject = try #require(Mutant.named("gamma-without-grid-correction")).subject(version: "0")
    let lines = try diagnosis(of: subject, maps: 2_048)
    let first = try #require(lines.first)
    #expect(first.hasPrefix("either gamma is p / b²"), "\(lines)")
    #expect(first.contains(", or gamma is computed from half of p"), "\(lines)")
  }

  @Test func `a rule that is hardly likelier than the law asked for is not named`() throws {
    for name in ["channel-pairs", "low-key-bit-lost"] {
      let subject = try #require(Mutant.named(name)).subject(version: "0")
      let lines = try diagnosis(of: subject, maps: 64)
      #expect(lines.count == 1, "\(lines)")
      #expect(lines.first?.hasPrefix("none of the known rules is much likelier") == true)
    }
  }

  @Test func `what follows no known rule is not called one`() throws {
    let lines = try diagnosis(
      of: try #require(Mutant.named("at-most-two-seeds")).subject(version: "0"))
    #expect(lines.first == "none of the known rules fits", "\(lines)")
    #expect(lines.last?.hasPrefix("the closest: ") == true, "\(lines)")
  }

  @Test func `what is never dropped is said, whatever the law may be`() throws {
    let pairs = try diagnosis(
      of: try #require(Mutant.named("pairs-of-units")).subject(version: "0"))
    #expect(pairs.first?.hasPrefix("never dropped: column 9 of map 9×11") == true, "\(pairs)")
    let board = try diagnosis(
      of: MaskSubject { call, _, sample, channel, unit in
        unit % 2 == 0 && mixed(call, sample, channel) % 7 == 0
      })
    #expect(board.first?.hasPrefix("never dropped: 49 units, such as (0, 1)") == true, "\(board)")
    #expect(board.contains { $0.hasPrefix("none of the known rules fits") } == false)
  }

  @Test func `nothing is said against a correct subject`() throws {
    let lines = try diagnosis(of: EngineSubject.reference(version: "0"))
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("none of the known rules is likelier than the law") == true)
  }

  @Test func `a gamma that no rule gives is estimated`() throws {
    let odd = Mutant("odd", "Gamma is 1.37 times too large.", "rate.share") { pipeline in
      let gamma = pipeline.gamma
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        try gamma(request) * 1.37
      }
    }
    let first = try #require(try diagnosis(of: odd.subject(version: "0")).first)
    let ratio = try #require(Double(first.dropFirst("gamma is ".count).prefix { $0 != " " }))
    #expect(abs(ratio - 1.37) < 0.05, "\(first)")
    #expect(first.hasSuffix("times the one asked for; blocks and seed grid are right"))
  }

  @Test func `a violated verdict says so under the requirement, and once at length`() throws {
    let mutant = try #require(Mutant.named("channels-shared")).subject(version: "0")
    var run = VerificationRun(mutant, profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "rate.masks" }
    guard case .violated(let violation)? = run.judged().verdicts.first?.outcome else {
      Issue.record("rate.masks holds")
      return
    }
    #expect(violation.diagnosis?.lines.first == "all channels of a sample have one mask")
    #expect(violation.diagnosis?.lines.last?.hasPrefix("maps are not independent") == true)
  }
}
