import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct GammaTests {
  private func gamma(
    _ rule: GammaRule, p: Double = 0.1, factor: Double = 1, block: BlockSize = 7,
    shape: Shape = .nchw(1, 1, 14, 14), grid: SeedGrid = .valid
  ) throws -> Double {
    var configuration = DropBlockConfiguration(blockSize: block, dropProbability: p)
    configuration.gammaRule = rule
    configuration.gammaFactor = factor
    configuration.seedGrid = grid
    return try FastEngine().stages(DropBlockRequest(configuration, shape: shape, key: 0)).gamma
  }

  @Test func `the paper's gamma is equation 1 per axis, from the left`() throws {
    let p: Double = 0.1
    let square: Double = p / 49 * 196 / 64
    #expect(try gamma(.paper) == square)
    #expect(try gamma(.paper, grid: .whole(.corner)) == square)
    let rectangle: Double = p / 6 * 35 / 18
    #expect(try gamma(.paper, block: [3, 2], shape: .nchw(1, 1, 5, 7)) == rectangle)
    let box: Double = p / 24 * 210 / 64
    #expect(try gamma(.paper, block: [2, 3, 4], shape: .ncdhw(1, 1, 5, 6, 7)) == box)
    let line: Double = p / 3 * 10 / 8
    #expect(try gamma(.paper, block: 3, shape: .ncw(1, 1, 10)) == line)
  }

  @Test func `a block larger than the map counts as large as the map`() throws {
    #expect(try gamma(.paper, block: 20) == (0.1 / 196) * 196)
    #expect(try gamma(.blockVolume, block: [3, 20]) == 0.1 / 42)
  }

  @Test func `the factor is multiplied last, and the product is cut at 1`() throws {
    #expect(try gamma(.blockVolume, factor: 0.25) == 0.1 / 49 * 0.25)
    #expect(try gamma(.blockVolume, factor: 1e300) == 1)
    #expect(try gamma(.fixed(0.5), factor: 4) == 1)
    #expect(try gamma(.fixed(0.5), factor: 0) == 0)
  }

  @Test func `a calibrated gamma is a multiple of 2⁻³² at which the share reaches p`() throws {
    let gamma = try gamma(.calibrated)
    #expect((gamma * 0x1p32).rounded() == gamma * 0x1p32)
    #expect(gamma > 0.00625)
  }

  @Test func `a probability of zero is an identity of gamma 0`() throws {
    for p in [0, -0.0] {
      let got = try gamma(.paper, p: p)
      #expect(got.bitPattern == 0)
    }
  }
}
