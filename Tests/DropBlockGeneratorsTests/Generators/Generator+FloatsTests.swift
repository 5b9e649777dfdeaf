import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorFloatsTests {
  @Test func `problem values of Float come up in the first cases`() throws {
    let values = try sample(Generator<Float>.floats, 400)
    #expect(values.contains { $0.isNaN })
    #expect(values.contains(.infinity) && values.contains(-.infinity))
    #expect(values.contains { $0 == 0 && $0.sign == .plus })
    #expect(values.contains { $0 == 0 && $0.sign == .minus })
    #expect(values.contains { $0.isSubnormal })
    #expect(values.contains { $0.magnitude == .greatestFiniteMagnitude })
    #expect(values.contains { $0.magnitude == .leastNormalMagnitude })
    #expect(values.contains { $0.magnitude == .leastNonzeroMagnitude })
    #expect(values.contains(1) && values.contains { $0.magnitude == Float(1).nextUp })
    let ordinary = values.filter { $0.isFinite && $0.magnitude > 0.01 && $0.magnitude < 100 }
    #expect(ordinary.count > 100, "\(ordinary.count) ordinary values")
  }

  @Test func `problem values of Double and the 16-bit formats come up too`() throws {
    let doubles = try sample(Generator<Double>.floats, 400)
    #expect(doubles.contains { $0.isNaN } && doubles.contains { $0.isSubnormal })
    #expect(doubles.contains(.infinity) && doubles.contains(-.infinity))
    let half = Set(try sample(Generator<UInt16>.halfBits, 400))
    #expect(
      half.isSuperset(of: [0, 0x8000, 0x7C00, 0xFC00, 0x7E00, 1, 0x03FF, 0x0400, 0x7BFF, 0x3C00]))
    let brain = Set(try sample(Generator<UInt16>.brainBits, 400))
    #expect(
      brain.isSuperset(of: [0, 0x8000, 0x7F80, 0xFF80, 0x7FC0, 1, 0x007F, 0x0080, 0x7F7F, 0x3F80]))
    let single = Set(try sample(Generator<UInt32>.singleBits, 400))
    #expect(single.isSuperset(of: [0, 0x8000_0000, 0x7F80_0000]))
    let double = Set(try sample(Generator<UInt64>.doubleBits, 400))
    #expect(double.isSuperset(of: [0, 1 << 63, 0x7FF0_0000_0000_0000]))
  }

  @Test func `floats in a range keep to it and meet its bounds`() throws {
    let ranges: [ClosedRange<Double>] = [
      0...1, -1...1, 0.25...0.75, 5...5, -Double.infinity...Double.infinity,
      -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
      0...Double.leastNonzeroMagnitude,
      1e300...Double.infinity, -0.0...0.0, 0.1...0.2,
    ]
    for range in ranges {
      let values = try sample(Generator<Double>.floats(in: range), 500)
      #expect(values.allSatisfy(range.contains), "\(range)")
      #expect(values.contains(range.lowerBound) && values.contains(range.upperBound), "\(range)")
      let distinct = Set(values).count
      #expect(
        range.upperBound - range.lowerBound < 1e-300 || distinct > 50, "\(range): \(distinct)")
    }
    let narrow: ClosedRange<Float> = 0.1...0.3
    #expect(try sample(Generator<Float>.floats(in: narrow)).allSatisfy(narrow.contains))
  }
}
