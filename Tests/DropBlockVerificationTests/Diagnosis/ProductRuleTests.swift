import DropBlockContract
import Testing

@testable import DropBlockVerification

/// A case whose kept units are what a product gives.
private func reading(
  key: UInt64, _ type: ElementType, _ product: (Double, Double) -> Double
) throws -> Reading {
  var mixer = KeyMixer(key, salt: 9)
  func below(_ count: Int) -> Int { Int(mixer.next() % UInt64(count)) }
  let shape = Shape(samples: 1, channels: 2, spatial: [5, 6])
  let configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
  let input = TensorBits(
    (0..<shape.unitCount).map { unit in
      // Some products are beyond the format, and some below its normal numbers.
      let size =
        switch unit % 10 {
        case 3: Rounding.largest(type) * 0.9
        case 7: Rounding.leastNormal(type) * 0.5
        default: Double(1 + below(4_000)) / 997
        }
      return size * (below(2) == 0 ? 1 : -1)
    }, as: type)
  let mask = (0..<shape.unitCount).map { _ in below(3) == 0 }
  let factor = Double(mask.count) / Double(mask.count { !$0 })
  let output = mask.indices.map { mask[$0] ? 0 : product(input[$0], factor) }
  return try Reading(
    SubjectCase(DropBlockRequest(configuration, shape: shape, key: key), input: input),
    SubjectResult(output: TensorBits(output, as: type)), mask: mask)
}

struct ProductRuleTests {
  @Test(arguments: [ElementType.float32, .float16, .bfloat16])
  func `a product that is cut off is next to the nearest, or is it, and not further from 0`(
    type: ElementType
  ) {
    var mixer = KeyMixer(1, salt: 2)
    var (cut, raised) = (0, 0)
    for _ in 0..<2_000 {
      let x = TensorBits([Double(Int(mixer.next() % 4_000)) / 997 - 2], as: type)[0]
      let factor = Double(Float(1 + Double(mixer.next() % 1_000) / 997))
      let nearest = Rounding.product(x, factor, as: type)
      let down = Rounding.directed(x, factor, as: type, isUp: false)
      let up = Rounding.directed(x, factor, as: type, isUp: true)
      // In these formats Double holds the product.
      let exact = abs(x * factor)
      #expect(abs(down) <= exact && exact <= abs(up))
      #expect(down == nearest || up == nearest)
      // Nothing of the format lies between the two.
      #expect([down, up].contains(TensorBits([(down + up) / 2], as: type)[0]))
      if down != nearest { cut += 1 }
      if up != nearest { raised += 1 }
    }
    #expect(cut > 500 && raised > 500, "\(cut) and \(raised) of 2,000")
  }

  @Test(arguments: ProductRule.rules.map(\.id))
  func `a subject made by one rule is explained by it, and by none that gives otherwise`(
    id: String
  ) throws {
    let rule = try #require(ProductRule.all.first { $0.rule.id == id })
    var explained = 0
    for key in 1...40 as ClosedRange<UInt64> {
      for type in [ElementType.float64, .float32, .float16, .bfloat16] {
        let made = try reading(key: key, type) {
          rule.product($0, $1, type) ?? Rounding.product($0, $1, as: type)
        }
        let right = try reading(key: key, type) { Rounding.product($0, $1, as: type) }
        let differs = made.result.output != right.result.output
        #expect(rule.explains(made) == differs)
        #expect(rule.wouldShow(right) == differs)
        #expect(!rule.explains(right) && !rule.wouldShow(made))
        if differs { explained += 1 }
        for other in ProductRule.all where other.rule != rule.rule && other.explains(made) {
          let same = try reading(key: key, type) {
            other.product($0, $1, type) ?? Rounding.product($0, $1, as: type)
          }
          #expect(same.result.output == made.result.output)
        }
      }
    }
    #expect(explained >= 40)
  }
}
