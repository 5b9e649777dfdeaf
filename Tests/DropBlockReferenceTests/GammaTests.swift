import DropBlockContract
import DropBlockReference
import Testing

private func configuration(
  _ block: BlockSize, _ p: Double, _ rule: GammaRule, _ grid: SeedGrid = .valid,
  factor: Double = 1
) -> DropBlockConfiguration {
  var configuration = DropBlockConfiguration(blockSize: block, dropProbability: p)
  configuration.gammaRule = rule
  configuration.seedGrid = grid
  configuration.gammaFactor = factor
  return configuration
}

@Suite struct GammaTests {
  @Test func `equation 1 in the order written`() throws {
    // Each line spells the products of specification section 4 out for one case.
    let square = try Gamma.value(configuration: configuration(7, 0.1, .paper), map: [14, 14])
    #expect(square == ((0.1 / 49) * 196) / 64)
    let rectangle = try Gamma.value(
      configuration: configuration([3, 5], 0.37, .paper), map: [11, 17])
    #expect(rectangle == ((0.37 / 15) * 187) / 117)
    let line = try Gamma.value(configuration: configuration(6, 0.2, .paper), map: [31])
    #expect(line == ((0.2 / 6) * 31) / 26)
    let solid = try Gamma.value(
      configuration: configuration([2, 3, 4], 0.3, .paper), map: [5, 7, 9])
    #expect(solid == ((0.3 / 24) * 315) / 120)
  }

  @Test func `equation 1 takes the valid grid's positions on either grid`() throws {
    let valid = try Gamma.value(configuration: configuration(7, 0.1, .paper), map: [14, 14])
    for anchor in Anchor.allCases {
      let whole = try Gamma.value(
        configuration: configuration(7, 0.1, .paper, .whole(anchor)), map: [14, 14])
      #expect(whole == valid, "anchor \(anchor)")
    }
  }

  @Test func `a clipped block counts as clipped`() throws {
    let paper = try Gamma.value(configuration: configuration(7, 0.1, .paper), map: [4, 9])
    #expect(paper == ((0.1 / 28) * 36) / 3)
    let volume = try Gamma.value(configuration: configuration(7, 0.1, .blockVolume), map: [4, 9])
    #expect(volume == 0.1 / 28)
  }

  @Test func `a given gamma does not depend on p`() throws {
    for p in [0, 0.3, 1] {
      let gamma = try Gamma.value(configuration: configuration(3, p, .fixed(0.123)), map: [9, 9])
      #expect(gamma == 0.123)
    }
  }

  @Test func `the factor multiplies, and the product is cut at 1`() throws {
    let plain = try Gamma.value(configuration: configuration(3, 0.3, .blockVolume), map: [9, 9])
    for factor in [0, 0.25, 1, 3, 1e300, Double.greatestFiniteMagnitude] {
      let got = try Gamma.value(
        configuration: configuration(3, 0.3, .blockVolume, factor: factor), map: [9, 9])
      #expect(got == min(1, plain * factor), "factor \(factor)")
    }
    let calibrated = try Gamma.value(
      configuration: configuration(9, 0.5, .calibrated, factor: 0.25), map: [9, 9])
    #expect(calibrated == 0.125)
  }

  @Test func `no rule leaves 0…1`() throws {
    for rule in [GammaRule.paper, .blockVolume, .calibrated] {
      for p in [0, 1e-300, 0.1, 1] {
        for grid in allSeedGrids {
          let gamma = try Gamma.value(
            configuration: configuration([2, 5], p, rule, grid), map: [3, 6])
          #expect((0...1).contains(gamma), "\(rule), p \(p), \(grid): \(gamma)")
        }
      }
    }
  }

  @Test func `a map without units has gamma 0`() throws {
    for rule in [GammaRule.paper, .blockVolume, .calibrated, .fixed(0.5)] {
      #expect(try Gamma.value(configuration: configuration(3, 0.5, rule), map: [0, 4]) == 0)
    }
  }

  @Test func `bad options are refused`() {
    #expect(throws: DropBlockError.dropProbability(1.5)) {
      try Gamma.value(configuration: configuration(3, 1.5, .paper), map: [4])
    }
    #expect(throws: DropBlockError.gamma(-0.5)) {
      try Gamma.value(configuration: configuration(3, 0.5, .fixed(-0.5)), map: [4])
    }
    #expect(throws: DropBlockError.rank(0)) {
      try Gamma.value(configuration: configuration(3, 0.5, .paper), map: [])
    }
  }

  @Test func `what the samplers realise`() {
    #expect(Gamma.realised(0.3, by: .bernoulli) == 1_288_490_189.0 / 4_294_967_296.0)
    #expect(Gamma.realised(0x1p-33, by: .bernoulli) == 0x1p-32)
    #expect(Gamma.realised(0x1.8p-34, by: .bernoulli) == 0)
    #expect(Gamma.realised(0x1.8p-34, by: .sparse) == 0x1.8p-34)
    #expect(Gamma.realised(0x1p-55, by: .sparse) == 0)
    for gamma in [0, 0.5, 0.75, 1] {
      for sampler in Sampler.allCases {
        #expect(Gamma.realised(gamma, by: sampler) == gamma, "\(sampler)")
      }
    }
  }
}
