import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct CoverProfileTests {
  /// How many positions cover each unit of an axis, by counting them.
  private func counts(map: Int, block: Int, grid: Int, offset: Int) -> [Int] {
    (0..<map).map { unit in
      (0..<grid).filter { $0 - offset <= unit && unit <= $0 - offset + block - 1 }.count
    }
  }

  /// One axis, and where its block's seeds may fall.
  typealias Axis = (map: Int, block: Int, grid: Int, offset: Int)

  /// Every axis of up to 13 units, on every grid.
  private var axes: [Axis] {
    var axes: [Axis] = []
    for map in 1...13 {
      for block in 1...map {
        axes.append((map, block, map - block + 1, 0))
        for offset in Set([0, block / 2, (block - 1) / 2]).sorted() {
          axes.append((map, block, map, offset))
        }
      }
    }
    return axes
  }

  private func profile(_ axis: Axis) -> CoverProfile {
    CoverProfile(map: axis.map, block: axis.block, grid: axis.grid, offset: axis.offset)
  }

  @Test func `the trapezoid is the histogram of the cover counts`() {
    for axis in axes {
      var wanted: [Int: Double] = [:]
      for count in counts(map: axis.map, block: axis.block, grid: axis.grid, offset: axis.offset) {
        wanted[count, default: 0] += 1
      }
      var got: [Int: Double] = [:]
      profile(axis).forEach { got[$0, default: 0] += $1 }
      #expect(got == wanted, "\(axis)")
    }
  }

  @Test func `the share is the mean over the units`() {
    for (number, axis) in axes.enumerated() where number % 7 == 0 {
      for (other, second) in axes.enumerated() where other % 11 == 3 {
        for gamma in [0, 1e-12, 1e-4, 0.01, 0.3, 0.97, 1 - 0x1p-32, 1] {
          let first = counts(
            map: axis.map, block: axis.block, grid: axis.grid, offset: axis.offset)
          let next = counts(
            map: second.map, block: second.block, grid: second.grid, offset: second.offset)
          var kept = 0.0
          for a in first {
            for b in next {
              var power = 1.0
              for _ in 0..<a * b { power *= 1 - gamma }
              kept += power
            }
          }
          let wanted = 1 - kept / Double(first.count * next.count)
          let got = CoverProfile.expectedShare(
            [profile((1, 1, 1, 0)), profile(axis), profile(second)], gamma: gamma)
          // At most 169 factors and 169 terms, each with an error of 2⁻⁵³ of at most 1.
          #expect(abs(got - wanted) <= 400 * 0x1p-53, "\(axis) \(second) \(gamma)")
        }
      }
    }
  }

  @Test func `three axes are a product, in any order`() {
    let sizes: [Axis] = [(6, 3, 4, 0), (5, 2, 5, 1), (4, 4, 4, 2)]
    let gamma = 0.07
    let all = sizes.map {
      counts(map: $0.map, block: $0.block, grid: $0.grid, offset: $0.offset)
    }
    var kept = 0.0
    for a in all[0] {
      for b in all[1] {
        for c in all[2] {
          var power = 1.0
          for _ in 0..<a * b * c { power *= 1 - gamma }
          kept += power
        }
      }
    }
    let wanted = 1 - kept / 120
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
      let got = CoverProfile.expectedShare(order.map { profile(sizes[$0]) }, gamma: gamma)
      #expect(abs(got - wanted) <= 400 * 0x1p-53, "\(got), \(wanted)")
    }
  }

  @Test func `the threshold is the smallest that reaches the share`() {
    for axis in [(14, 7, 8, 0), (9, 4, 9, 2), (5, 5, 1, 0), (6, 1, 6, 0)] {
      let profiles = [profile((1, 1, 1, 0)), profile(axis), profile(axis)]
      for p in [1e-9, 0.05, 0.1, 0.5, 0.9, 1] {
        let threshold = CoverProfile.calibratedThreshold(profiles, dropProbability: p)
        func kept(_ threshold: UInt64) -> Double {
          CoverProfile.expectedKeptShare(profiles, gamma: Double(threshold) * 0x1p-32)
        }
        let mostKept = (1 - p) + 0x1p-40
        #expect(kept(threshold) <= mostKept, "\(axis), p \(p)")
        #expect(threshold > 0 && kept(threshold - 1) > mostKept, "\(axis), p \(p)")
      }
      #expect(CoverProfile.calibratedThreshold(profiles, dropProbability: 0) == 0)
    }
    // One position per unit: the share is gamma itself, so the threshold is ⌈p · 2³²⌉.
    let plain = Array(repeating: profile((6, 1, 6, 0)), count: 3)
    #expect(CoverProfile.calibratedThreshold(plain, dropProbability: 0.25) == 1 << 30)
    #expect(CoverProfile.calibratedThreshold(plain, dropProbability: 1) == (1 << 32))
  }

  @Test func `axes of astronomic length are summed at once`() {
    let axis = CoverProfile(map: 1 << 59, block: 1 << 58, grid: 1 << 58, offset: 0)
    let one = profile((1, 1, 1, 0))
    let share = CoverProfile.expectedShare([one, one, axis], gamma: 0x1p-58)
    #expect(share > 0 && share < 1)
  }
}
