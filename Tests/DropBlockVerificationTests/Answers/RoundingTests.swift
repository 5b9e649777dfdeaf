import DropBlockContract
import Testing

@testable import DropBlockVerification

/// x · f, rounded once to a format; exact in Double before that for the three small formats.
private func product(_ x: Double, _ factor: Double, _ type: ElementType) -> Double {
  type == .float64 ? x * factor : TensorBits([x * factor], as: type)[0]
}

/// Numbers of a format: of every magnitude, and the ends of its range.
private func numbers(_ type: ElementType, _ count: Int, _ random: inout SplitMix) -> [Double] {
  let ends: [Double]
  switch type {
  case .float16: ends = [0x1p-24, 0x1.FFCp-15, 0x1p-14, 65_504, 1]
  case .bfloat16: ends = [0x1p-133, 0x1p-126, 0x1.FEp127, 1]
  case .float32: ends = [0x1p-149, 0x1p-126, Double(Float.greatestFiniteMagnitude), 1]
  case .float64:
    ends = [.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1]
  }
  var values = ends + ends.map { -$0 }
  while values.count < count {
    let bits = random.next()
    let value: Double
    switch type {
    case .float16: value = Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .bfloat16: value = BFloat16(bitPattern: UInt16(truncatingIfNeeded: bits)).doubleValue
    case .float32: value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: value = Double(bitPattern: bits)
    }
    if value.isFinite, value != 0 { values.append(value) }
  }
  return values
}

/// Factors: Floats for the small formats, so that products are exact in Double, or any.
private func factors(_ type: ElementType, _ random: inout SplitMix) -> [Double] {
  let near = 0.25 + Double(random.next() >> 11) * 0x1p-50
  let any = Double(bitPattern: random.next() & 0x7FFF_FFFF_FFFF_FFFF)
  let chosen = [1, 0.3, 1.25, near, any.isFinite ? any : 2, 1e-12, 3e5]
  return type == .float64
    ? chosen : chosen.map { Double(Float($0)) }.filter { $0.isFinite && $0 > 0 }
}

@Suite struct RoundingTests {
  @Test(arguments: ElementType.allCases)
  func `every factor that gives y lies in the interval of x and y`(type: ElementType) {
    var random = SplitMix(seed: 1)
    for x in numbers(type, 3000, &random) {
      for factor in factors(type, &random) {
        let y = product(x, factor, type)
        guard !y.isNaN else { continue }
        let interval = Rounding.factors(of: x, giving: y, as: type)
        #expect(
          interval?.contains(factor) == true,
          "x \(x), factor \(factor), y \(y): got \(String(describing: interval))")
      }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `every factor inside the interval gives y, and none outside does`(type: ElementType) throws {
    var random = SplitMix(seed: 2)
    for x in numbers(type, 2000, &random) {
      for factor in factors(type, &random) {
        let y = product(x, factor, type)
        guard y.isFinite, y != 0, type != .float64 || (1e-290...1e290).contains(abs(y)) else {
          continue
        }
        guard (1e-290...1e290).contains(factor) else { continue }
        let interval = try #require(Rounding.factors(of: x, giving: y, as: type))
        let width = interval.upperBound - interval.lowerBound
        for (step, isInside) in [
          (interval.lowerBound * (1 + 0x1p-49), true), (interval.upperBound * (1 - 0x1p-49), true),
          (interval.lowerBound * (1 - 0x1p-49), false),
          (interval.upperBound * (1 + 0x1p-49), false),
        ] where type != .float64 && width > interval.upperBound * 0x1p-40 {
          // Products with any Double are not exact; next to a tie they may round twice, but not
          // at 2⁻⁴⁹ from it.
          let got = product(x, step, type)
          #expect((got == y) == isInside, "x \(x), y \(y), factor \(step): got \(got)")
        }
        if type == .float64 {
          // Half a unit on either side, and the slack.
          #expect(width <= interval.upperBound * 0x1p-48, "x \(x), y \(y): \(interval)")
          for outside in [interval.lowerBound.nextDown, interval.upperBound.nextUp] {
            #expect(product(x, outside, type) != y, "x \(x), y \(y), factor \(outside)")
          }
        }
      }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `zeros, NaN and infinities fit every factor or none`(type: ElementType) {
    let every: ClosedRange<Double> = 0...(.infinity)
    let cases: [(x: Double, y: Double, fits: Bool)] = [
      (0, 0, true), (-0.0, -0.0, true), (0, -0.0, false), (0, 1, false), (.nan, .nan, true),
      (.nan, 0, false), (.infinity, .infinity, true), (.infinity, -.infinity, false),
      (.infinity, 0, false), (1, .nan, false), (1, -1, false), (-1, 0, false),
    ]
    for (x, y, fits) in cases {
      #expect(
        Rounding.factors(of: x, giving: y, as: type) == (fits ? every : nil), "x \(x), y \(y)")
    }
  }

  @Test func `a product that overflows fits the factors beyond the largest number`() throws {
    let interval = try #require(Rounding.factors(of: 2, giving: .infinity, as: .float16))
    #expect(interval.contains(32_760) && interval.contains(1e300) && !interval.contains(32_751))
  }

  @Test func `the relative step is that of the number next to 1`() {
    for type in ElementType.allCases {
      let one = TensorBits([1], as: type).bitPattern(at: 0)
      let next: TensorBits
      switch type {
      case .float16: next = .float16([UInt16(one) + 1])
      case .bfloat16: next = .bfloat16([UInt16(one) + 1])
      case .float32: next = .float32([UInt32(one) + 1])
      case .float64: next = .float64([one + 1])
      }
      #expect(1 + Rounding.relativeStep(type) == next[0], "\(type)")
    }
  }

  @Test func `a count is held to single precision where the format is finer`() {
    for type in ElementType.allCases {
      let coarser = type == .float64 ? ElementType.float32 : type
      #expect(Rounding.countStep(type) == Rounding.relativeStep(coarser), "\(type)")
    }
  }
}
