import DropBlockContract
import DropBlockPlatform
import Testing

@testable import DropBlockVerification

@Suite struct StreamWindowsTests {
  private func masks(maps: Int, units: Int, from start: Int) -> MaskWords {
    let bits = (0..<maps * units).map { mixed(5, start + $0) % 2 == 0 ? Float(0) : 1 }
    return MaskWords(zerosOf: TensorBits(bits), units: units)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 129, 1_000, 2_743])
  func `a stretch that comes again is found at any offset, as long as it is`(offset: Int) throws {
    var windows = StreamWindows(probability: 0.5, logLevel: -30)
    windows.add(masks(maps: 30, units: 100, from: 0), call: 1, key: 8)
    windows.add(masks(maps: 30, units: 100, from: 100_000), call: 2, key: 9)
    #expect(windows.found == nil)
    windows.add(masks(maps: 30, units: 100, from: offset), call: 3, key: 10)
    let found = try #require(windows.found)
    #expect(found.first == .init(call: 1, key: 8, unit: offset))
    #expect(found.second == .init(call: 3, key: 10, unit: 0))
    #expect(found.units == 3_000 - offset && found.looked == 9_000)
  }

  @Test func `a stretch that comes again in one call is found`() throws {
    var windows = StreamWindows(probability: 0.5, logLevel: -30)
    let half = masks(maps: 5, units: 90, from: 0).words
    var twice = masks(maps: 10, units: 90, from: 0)
    twice.words = half + half
    windows.add(twice, call: 1, key: nil)
    let found = try #require(windows.found)
    #expect((found.first.unit, found.second.unit, found.units) == (0, 450, 450))
  }

  @Test func `what is kept or dropped throughout is no stretch`() {
    for value in [Float(0), 1] {
      var windows = StreamWindows(probability: 0.5, logLevel: -30)
      let same = MaskWords(
        zerosOf: TensorBits([Float](repeating: value, count: 2_000)), units: 100)
      windows.add(same, call: 1, key: 1)
      windows.add(same, call: 2, key: 2)
      #expect(windows.found == nil && windows.units == 4_000)
    }
  }

  @Test func `more units than the level allows are not compared`() {
    var windows = StreamWindows(probability: 0.5, logLevel: -80)
    // 128 ln 2 is 88.7: of it 8.7 nats may be spent, on 47 units' windows at as many offsets.
    #expect(windows.logProbability(units: 128) < -80 && windows.logProbability(units: 1_280) > -80)
    windows.add(masks(maps: 10, units: 128, from: 0), call: 1, key: 1)
    #expect(windows.units == 0)
  }
}
