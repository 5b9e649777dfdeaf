import DropBlockContract
import DropBlockPlatform
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct CallLawTests {
  private struct Setting: CustomStringConvertible {
    var map: [Int]
    var sides: [Int]
    var grid: SeedGrid
    var gamma: Double

    var description: String { "\(map) \(sides) \(grid) \(gamma)" }
  }

  private static let settings: [Setting] = [
    Setting(map: [1], sides: [1], grid: .valid, gamma: 0.3),
    Setting(map: [9], sides: [2], grid: .valid, gamma: 0.3),
    Setting(map: [9], sides: [2], grid: .valid, gamma: 0.9),
    Setting(map: [3, 4], sides: [2, 2], grid: .valid, gamma: 0.01),
    Setting(map: [3, 4], sides: [2, 2], grid: .whole(.lowerCentre), gamma: 0.2),
    Setting(map: [3, 3], sides: [3, 3], grid: .whole(.corner), gamma: 0.4),
    Setting(map: [3, 3], sides: [3, 3], grid: .valid, gamma: 0.6),
    Setting(map: [2, 2, 3], sides: [1, 1, 1], grid: .valid, gamma: 0.5),
  ]

  private func bits(_ mask: UInt64, units: Int) -> MaskBits {
    let output = TensorBits((0..<units).map { mask >> UInt64($0) & 1 == 1 ? 0 : Float(1) })
    let words = MaskWords(zerosOf: output, units: units)
    return MaskBits(words: words, map: 0, dropped: words.droppedCount(0))
  }

  /// The mean of each factor over every mask of a map, by the law of its masks.
  private func means(_ setting: Setting, offset: [Int]) throws -> [Double] {
    let law = try ExactLaw(
      map: setting.map, blockSize: setting.sides, seedGrid: setting.grid, gamma: setting.gamma)
    let call = try CallLaw(law, on: setting.grid, maps: 1, offset: offset)
    let masks = MaskLaw(
      LegalBlocks(map: setting.map, sides: setting.sides, seedGrid: setting.grid),
      gamma: setting.gamma)
    var means = Evidence.Departure.bets.map { _ in 0.0 }
    for (mask, probability) in zip(masks.masks, masks.probabilities) {
      let factors = call.logFactors([bits(mask, units: call.units)])
      for index in means.indices { means[index] += probability * .exp(factors[index]) }
    }
    return means
  }

  @Test func `every factor has the mean 1 under the law, or less`() throws {
    for setting in Self.settings {
      for offset in [[0, 0, 0], [1, 1, 1], [2, 0, 1]] {
        for (departure, mean) in zip(
          Evidence.Departure.bets, try means(setting, offset: offset))
        {
          #expect(mean <= 1 + 1e-9, "\(setting) \(offset) \(departure): \(mean)")
          // Only "everything" is a bound, and not the probability itself.
          if departure != .everything {
            #expect(mean >= 1 - 1e-9, "\(setting) \(departure): \(mean)")
          }
        }
      }
    }
  }

  @Test func `a likelier departure gains, and the law loses`() throws {
    let law = try ExactLaw(map: [20, 20], blockSize: [3, 3], gamma: 0.02)
    let call = try CallLaw(law, on: .valid, maps: 1, offset: [1, 1])
    let nothing = call.logFactors([bits(0, units: 400)])
    // −ln of the probability that none of 324 positions is a seed.
    #expect(abs(nothing[0] + 324 * Double.log(onePlus: -0.02)) < 0.02)
    #expect(nothing[1] > 0 && nothing[2] < 0 && nothing[3] < -4)
  }

  @Test func `what can't be under the law is refuted at once`() throws {
    let never = try CallLaw(
      ExactLaw(map: [4], blockSize: [1], gamma: 0), on: .valid, maps: 1, offset: [0])
    #expect(never.logFactors([bits(1, units: 4)]) == Array(repeating: .infinity, count: 5))
    #expect(never.logFactors([bits(0, units: 4)]) == Array(repeating: 0, count: 5))
    let always = try CallLaw(
      ExactLaw(map: [4], blockSize: [4], gamma: 1), on: .valid, maps: 1, offset: [0])
    #expect(always.logFactors([bits(7, units: 4)]) == Array(repeating: .infinity, count: 5))
    #expect(always.logFactors([bits(15, units: 4)]) == Array(repeating: 0, count: 5))
  }

  @Test func `to leave out what is dropped whole would be no fair bet`() throws {
    let law = try ExactLaw(map: [1], blockSize: [1], gamma: 0.9)
    let call = try CallLaw(law, on: .valid, maps: 1, offset: [0])
    let kept = Double.exp(call.logFactors([bits(0, units: 1)])[0])
    let dropped = Double.exp(call.logFactors([bits(1, units: 1)])[0])
    #expect(abs(0.1 * kept + 0.9 * dropped - 1) < 1e-9)
    // A call that is left out leaves the capital as it is.
    #expect(0.1 * kept + 0.9 > 1.8)
    #expect(abs(call.logEverything - Double.log(0.9)) < 1e-12)
  }

  @Test func `units of a lattice have no grid position in common`() throws {
    for setting in Self.settings {
      let geometry = try BlockGeometry(
        map: setting.map, blockSize: setting.sides, seedGrid: setting.grid)
      let blocks = LegalBlocks(map: setting.map, sides: setting.sides, seedGrid: setting.grid)
      for offset in [[0, 0, 0], [1, 1, 1]] {
        let units = CallLaw.lattice(geometry, offset).map { place in
          zip(place, setting.map).reduce(0) { $0 * $1.1 + $1.0 }
        }
        #expect(!units.isEmpty)
        for position in 0..<blocks.positions {
          let covered = Set(blocks.footprint(of: position)).intersection(units)
          #expect(covered.count <= 1, "\(setting): position \(position) covers \(covered)")
        }
      }
    }
  }
}
