import DropBlockContract
import DropBlockGenerators
import DropBlockReference
import Testing

@testable import DropBlockVerification

private let everything = SubjectDeclaration.everything(named: "all", version: "0")

/// The requests of many draws.
private func requests(
  of declaration: SubjectDeclaration = everything, unitLimit: Int = 1_500, count: UInt64 = 1_500,
  _ adjust: (inout RequestSpace) -> Void = { _ in }
) throws -> [DropBlockRequest] {
  var space = RequestSpace(declaration, unitLimit: unitLimit)
  adjust(&space)
  return try (0..<count).map {
    var draw = Draw(key: 3, caseIndex: $0, property: "space")
    return try space.draw(&draw)
  }
}

extension DropBlockRequest {
  /// The block's sides as asked for.
  fileprivate var sides: [Int] {
    get throws { try configuration.blockSize.sides(rank: shape.rank) }
  }
}

@Suite struct RequestSpaceTests {
  @Test func `a subject that refuses larger blocks is asked for blocks that fit`() throws {
    var declaration = SubjectDeclaration.everything(named: "all", version: "0")
    declaration.oversizedBlocks = [.refused]
    let space = RequestSpace(declaration, unitLimit: 500)
    #expect(!"\(space.options.table)".contains("larger"))
    for number in 0..<300 as Range<UInt64> {
      var draw = Draw(key: 3, caseIndex: number, property: "space")
      let request = try space.draw(&draw)
      #expect(request.configuration.oversizedBlock == .refused)
      #expect(throws: Never.self) { try request.validate() }
    }
  }

  @Test(arguments: [1, 10, 100, 1_500, 20_000])
  func `every request is admissible and within the unit limit`(limit: Int) throws {
    for request in try requests(unitLimit: limit, { $0.layouts = LayoutName.allCases }) {
      #expect(throws: Never.self, "\(request)") { try request.validate() }
      #expect(request.shape.unitCount <= limit, "\(request.shape)")
      #expect(request.shape.unitCount > 0, "\(request.shape)")
    }
  }

  @Test func `the same choices give the same request`() throws {
    var space = RequestSpace(everything, unitLimit: 1_500)
    space.layouts = LayoutName.allCases
    for caseIndex in 0..<300 as Range<UInt64> {
      var draw = Draw(key: 4, caseIndex: caseIndex, property: "space")
      let request = try space.draw(&draw)
      var again = Draw(replaying: draw.recorded)
      #expect(try space.draw(&again) == request)
      #expect(again.recorded == draw.recorded)
    }
  }

  @Test func `every request is as many choices, whatever its options`() throws {
    for layouts in [[.channelsFirst], LayoutName.allCases] {
      var space = RequestSpace(everything, unitLimit: 1_500)
      space.layouts = layouts
      var counts: Set<Int> = []
      for caseIndex in 0..<300 as Range<UInt64> {
        var draw = Draw(key: 4, caseIndex: caseIndex, property: "space")
        _ = try space.draw(&draw)
        counts.insert(draw.recorded.choices.count)
      }
      #expect(counts.count == 1, "\(counts)")
    }
  }

  @Test func `a hundred thousand cases differ, and are drawn in no time`() throws {
    var space = RequestSpace(everything, unitLimit: VerificationProfile.ci.unitsPerCase)
    space.layouts = LayoutName.allCases
    let cases = 100_000
    var seen: [DropBlockRequest] = []
    seen.reserveCapacity(cases)
    let start = ContinuousClock.now
    for caseIndex in 0..<UInt64(cases) {
      var draw = Draw(key: 6, caseIndex: caseIndex, property: "space")
      let (request, type) = try space.drawTyped(&draw)
      _ = try draw.bulk(count: request.shape.unitCount, of: FloatWidth(type), style: .moderate)
      seen.append(request)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("requests: \(seconds / Double(cases) * 1e6) s for a million cases")
    #expect(Set(seen).count > cases * 99 / 100)
  }

  @Test func `every declared option occurs`() throws {
    let drawn = try requests { $0.layouts = LayoutName.allCases }
    let configurations = drawn.map(\.configuration)
    #expect(Set(configurations.map(\.seedGrid)) == Set(everyGrid))
    #expect(Set(configurations.map(\.sampler)) == Set(Sampler.allCases))
    #expect(Set(configurations.map(\.sharing.rawValue)) == [0, 1, 2, 3])
    #expect(Set(configurations.map(\.gammaFactor)) == [0, 0.25, 1, 1.5])
    #expect(Set(drawn.map(\.shape.rank)) == [1, 2, 3])
    for rule in [GammaRule.paper, .blockVolume, .calibrated] {
      #expect(configurations.contains { $0.gammaRule == rule }, "\(rule)")
    }
    #expect(configurations.contains { if case .fixed = $0.gammaRule { true } else { false } })
    for scale in [ScaleRule.tensor, .sample, .map, .none] {
      #expect(configurations.contains { $0.scale == scale }, "\(scale)")
    }
    #expect(configurations.contains { if case .fixed = $0.scale { true } else { false } })
    #expect(drawn.contains { $0.shape.layout == .channelsFirst })
    #expect(drawn.contains { $0.shape.layout == .channelsLast })
    #expect(drawn.contains { if case .strided = $0.shape.layout { true } else { false } })
    #expect(configurations.contains { if case .perAxis = $0.blockSize { true } else { false } })
    #expect(
      Set(drawn.map(\.shape.samples)).count == 5 && Set(drawn.map(\.shape.channels)).count > 5)
    let rates = Set(configurations.map(\.dropProbability))
    #expect(rates.isSuperset(of: [0, 1, 0.25, 0.1, 0.5, 1e-12]) && rates.count > 20)
    let blocks = try drawn.map { try zip($0.sides, $0.shape.spatial).map { $0 - $1 } }
    #expect(blocks.contains { $0.contains { $0 > 0 } } && blocks.contains { $0.contains(0) })
  }

  @Test func `nothing is asked that is not declared`() throws {
    var declaration = SubjectDeclaration(name: "one", version: "0")
    declaration.seedGrids = [.whole(.upperCentre)]
    declaration.gammaRules = [.blockVolume]
    declaration.sharings = [.channels]
    declaration.scales = [.map]
    declaration.samplers = [.bernoulli]
    declaration.ranks = [3]
    declaration.layouts = [.channelsLast]
    for request in try requests(of: declaration, count: 300) {
      let c = request.configuration
      #expect(c.seedGrid == .whole(.upperCentre) && c.gammaRule == .blockVolume)
      #expect(c.sharing == .channels && c.scale == .map && c.sampler == .bernoulli)
      #expect(c.gammaFactor == 1 && request.firstSample == 0 && request.mode == .training)
      #expect(request.shape.rank == 3 && request.shape.layout == .channelsLast)
      #expect({ if case .uniform = c.blockSize { true } else { false } }(), "\(c.blockSize)")
    }
  }

  @Test func `block modes mean what they say`() throws {
    for request in try requests({ $0.blocks = .even }) {
      #expect(try request.sides.allSatisfy { $0 % 2 == 0 }, "\(request)")
    }
    for request in try requests({ $0.blocks = .one }) {
      #expect(try request.sides.allSatisfy { $0 == 1 }, "\(request)")
    }
    for request in try requests({ $0.blocks = .whole }) {
      #expect(try zip(request.sides, request.shape.spatial).allSatisfy(>=), "\(request)")
    }
    for request in try requests({ $0.blocks = .larger }) {
      #expect(try zip(request.sides, request.shape.spatial).allSatisfy(>), "\(request)")
    }
  }

  @Test func `map modes mean what they say`() throws {
    let flat = try requests {
      $0.maps = .nonSquare
      $0.ranks = [2, 3]
    }
    #expect(flat.allSatisfy { Set($0.shape.spatial).count > 1 })
    #expect(flat.allSatisfy { $0.shape.unitCount <= 1_500 })
    let tiny = try requests { $0.maps = .tiny }
    #expect(tiny.allSatisfy { $0.shape.spatial.allSatisfy { (1...3).contains($0) } })
    let empty = try requests { $0.maps = .empty }
    #expect(empty.allSatisfy { $0.shape.unitCount == 0 })
    #expect(empty.contains { $0.shape.samples == 0 } && empty.contains { $0.shape.channels == 0 })
    #expect(empty.contains { $0.shape.spatial.contains(0) })
    for request in empty { #expect(throws: Never.self) { try request.validate() } }
  }

  @Test func `probability modes mean what they say`() throws {
    for request in try requests({ $0.probabilities = .zero }) {
      #expect(request.configuration.dropProbability == 0)
      #expect({ if case .fixed = request.configuration.gammaRule { false } else { true } }())
    }
    for request in try requests({ $0.probabilities = .middling }) {
      let configuration = request.configuration
      if case .fixed(let gamma) = configuration.gammaRule {
        #expect((0.1...0.5).contains(gamma) && configuration.dropProbability == 1 - gamma)
      } else {
        #expect((0.1...0.5).contains(configuration.dropProbability))
      }
      #expect(request.configuration.gammaFactor == 1)
    }
  }

  @Test func `at least as many samples and channels as are asked for`() throws {
    for request in try requests(
      unitLimit: 64,
      {
        $0.fewestSamples = 2
        $0.fewestChannels = 3
      })
    {
      #expect(request.shape.samples >= 2 && request.shape.channels >= 3)
    }
  }
  @Test func `few means about two kept units of each scope, shared masks counted once`() throws {
    var space = RequestSpace(.everything(named: "all", version: "0"), unitLimit: 1_500)
    space.blocks = .one
    space.probabilities = .few
    space.capabilities.remove(.gammaFactor)
    for index in 0..<500 as Range<UInt64> {
      var draw = Draw(key: 3, caseIndex: index, property: "few")
      let request = try space.draw(&draw)
      let (shape, configuration) = (request.shape, request.configuration)
      let gamma = try Gamma.value(configuration: configuration, map: shape.spatial)
      let isShared = (
        samples: configuration.sharing.contains(.samples),
        channels: configuration.sharing.contains(.channels)
      )
      let masks: Int =
        switch configuration.scale {
        case .map: 1
        case .sample: isShared.channels ? 1 : shape.channels
        case .tensor, .fixed, .none:
          (isShared.samples ? 1 : shape.samples) * (isShared.channels ? 1 : shape.channels)
        }
      let units = Double(masks * shape.unitsPerMap)
      let kept = units * (1 - gamma)
      // The calibrated gamma is a multiple of 2⁻³².
      #expect(abs(kept - min(2, units / 2)) < 1e-5, "\(request)")
    }
  }
}
