import DropBlockContract
import DropBlockPlatform
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct CallPowerTests {
  private struct Setting: CustomStringConvertible {
    var map: [Int]
    var sides: [Int]
    var gamma: Double

    var description: String { "\(map) \(sides) \(gamma)" }
  }

  private static let settings: [Setting] = [
    Setting(map: [9], sides: [2], gamma: 0.3), Setting(map: [9], sides: [2], gamma: 0.9),
    Setting(map: [3, 4], sides: [2, 2], gamma: 0.05), Setting(map: [6], sides: [1], gamma: 0.2),
    Setting(map: [3, 3], sides: [3, 3], gamma: 0.4), Setting(map: [6], sides: [1], gamma: 1),
  ]

  private func call(_ setting: Setting) throws -> CallLaw {
    let law = try ExactLaw(
      map: setting.map, blockSize: setting.sides, seedGrid: .valid, gamma: setting.gamma)
    return try CallLaw(law, on: .valid, maps: 1, offset: [1, 0])
  }

  /// ln of the mean of exp(−s · gain) where gamma is another one, over every mask.
  private func mean(
    _ setting: Setting, gamma: Double, _ index: Int, exponent: Double
  ) throws -> Double {
    let call = try call(setting)
    let masks = MaskLaw(
      LegalBlocks(map: setting.map, sides: setting.sides, seedGrid: .valid), gamma: gamma)
    var sum = 0.0
    for (mask, probability) in zip(masks.masks, masks.probabilities) {
      let output = TensorBits((0..<call.units).map { mask >> UInt64($0) & 1 == 1 ? 0 : Float(1) })
      let words = MaskWords(zerosOf: output, units: call.units)
      let gain = call.logFactors([
        MaskBits(words: words, map: 0, dropped: words.droppedCount(0))
      ])[index]
      sum += probability * Double.exp(-exponent * gain)
    }
    return Double.log(sum)
  }

  @Test func `the mean of a power is that over every mask of the fault's law`() throws {
    for setting in Self.settings {
      let power = try call(setting).power
      for (number, exponent) in CallPower.exponents.enumerated() {
        let half = try mean(setting, gamma: setting.gamma / 2, 1, exponent: exponent)
        if setting.gamma < 1 {
          #expect(abs(power.half[number] - half) < 1e-9, "\(setting), half, \(exponent)")
        } else {
          // What is kept refutes the law, so that only masks without it are left.
          #expect(power.half[number] >= half - 1e-9, "\(setting)")
        }
        let double = try mean(setting, gamma: min(2 * setting.gamma, 1), 2, exponent: exponent)
        #expect(
          abs(power.double[number] - min(double, 0)) < 1e-9, "\(setting), double, \(exponent)")
      }
    }
  }

  @Test func `what is gained for sure is gained`() throws {
    for setting in Self.settings where setting.gamma < 1 {
      let call = try call(setting)
      for (index, value) in [(0, Float(1)), (3, 0)] {
        let words = MaskWords(
          zerosOf: TensorBits([Float](repeating: value, count: call.units)), units: call.units)
        let gain = call.logFactors([
          MaskBits(words: words, map: 0, dropped: words.droppedCount(0))
        ])[index]
        let sure = index == 0 ? call.power.nothing : call.power.everything
        #expect(gain >= sure - 1e-9, "\(setting): \(gain) and \(sure)")
      }
    }
  }

  @Test func `a cell is done when every departure that it can show is found`() {
    let exponents = CallPower.exponents
    var cell = CellPower(logThreshold: 30)
    let strong = CallPower(
      nothing: 100, everything: 100, half: exponents.map { _ in -100 },
      double: exponents.map { _ in -100 })
    for calls in 1...8 {
      #expect(cell.progress < 1, "one call is not enough, nor \(calls - 1)")
      cell.add(strong)
    }
    #expect(cell.progress == 1)
    // Where gamma is 1 it can't be doubled, and nothing is missed.
    var certain = CellPower(logThreshold: 30)
    var power = strong
    (power.everything, power.double) = (0, exponents.map { _ in 0 })
    for _ in 1...8 { certain.add(power) }
    #expect(certain.progress == 1)
    // Where a call hardly tells, many calls do not.
    var poor = CellPower(logThreshold: 30)
    power = strong
    power.half = exponents.map { _ in -0.01 }
    for _ in 1...50 { poor.add(power) }
    #expect(poor.progress < 0.1)
  }
}
