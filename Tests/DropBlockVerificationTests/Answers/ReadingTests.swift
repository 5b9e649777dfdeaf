import DropBlockContract
import Testing

@testable import DropBlockVerification

private func reading(
  _ scale: ScaleRule, output: [Float], input: [Float]? = nil,
  _ change: (inout DropBlockRequest) -> Void = { _ in }
) throws -> Reading {
  var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
  configuration.scale = scale
  var request = DropBlockRequest(configuration, shape: .nchw(2, 2, 1, 3), key: 0)
  change(&request)
  let ones = [Float](repeating: 1, count: request.shape.unitCount)
  return try Reading(
    SubjectCase(request, input: TensorBits(input ?? ones)),
    SubjectResult(output: TensorBits(output)))
}

private let sample: [Float] = [2, 0, 2, 2, -0.0, 0, 2, 2, 2, 2, 2, 0]

@Suite struct ReadingTests {
  @Test func `a unit is dropped where the output is zero, of either sign`() throws {
    let mask = try reading(.tensor, output: sample).mask
    #expect(mask == sample.map { $0 == 0 })
  }

  @Test func `a mask that is given is believed`() throws {
    let plain = try reading(.tensor, output: sample)
    let mask = sample.map { $0 != 0 }
    #expect(try Reading(plain.question, plain.result, mask: mask).mask == mask)
  }

  @Test(arguments: [
    (ScaleRule.tensor, [0..<12]), (.fixed(2), [0..<12]), (.none, [0..<12]),
    (.sample, [0..<6, 6..<12]), (.map, [0..<3, 3..<6, 6..<9, 9..<12]),
  ])
  func `scopes are the tensor, the samples or the maps`(rule: ScaleRule, scopes: [Range<Int>])
    throws
  {
    let reading = try reading(rule, output: sample)
    #expect(reading.scopes == scopes)
    #expect(reading.maps == [0..<3, 3..<6, 6..<9, 9..<12])
  }

  @Test func `the demanded factor is units by kept, or what the rule gives`() throws {
    #expect(try reading(.tensor, output: sample).demandedFactor(in: 0..<12, epsilon: 0) == 1.5)
    #expect(try reading(.map, output: sample).demandedFactor(in: 3..<6, epsilon: 0) == 3)
    #expect(try reading(.map, output: sample).demandedFactor(in: 3..<6, epsilon: 0.5) == 2)
    #expect(try reading(.fixed(0.3), output: sample).demandedFactor(in: 0..<12, epsilon: 0) == 0.3)
    #expect(try reading(.none, output: sample).demandedFactor(in: 0..<12, epsilon: 0) == 1)
  }

  @Test func `inference and gamma 0 are identities with the factor 1`() throws {
    let inference = try reading(.fixed(3), output: sample) { $0.mode = .inference }
    let zero = try reading(.tensor, output: sample) { $0.configuration.dropProbability = 0 }
    #expect(inference.isIdentity && zero.isIdentity)
    #expect(inference.demandedFactor(in: 0..<12, epsilon: 0) == 1)
    #expect(zero.demandedFactor(in: 0..<12, epsilon: 0) == 1)
    #expect(try !reading(.tensor, output: sample).isIdentity)
  }

  @Test func `one factor fits a scope, or two units are named that have none in common`() throws {
    let fitting = try reading(.tensor, output: sample)
    guard
      case .within(let range) = fitting.factors(
        in: 0..<12, of: fitting.result.output, from: fitting.question.input)
    else {
      Issue.record("no factor fits")
      return
    }
    #expect(range.contains(2) && range.upperBound - range.lowerBound < 1e-6)
    var bent = sample
    bent[9] = 3
    let other = try reading(.tensor, output: bent)
    guard
      case .none(let unit, let before?) = other.factors(
        in: 0..<12, of: other.result.output, from: other.question.input)
    else {
      Issue.record("one factor fits")
      return
    }
    #expect(unit == 9 && before < 9 && !other.mask[before])
    bent[9] = -3
    let negative = try reading(.tensor, output: bent)
    #expect(
      negative.factors(in: 0..<12, of: negative.result.output, from: negative.question.input)
        == .none(at: 9, besides: nil))
  }

  @Test func `a place counts samples, channels and axes`() throws {
    let reading = try reading(.tensor, output: sample)
    #expect(reading.place(of: 0) == UnitPlace(sample: 0, channel: 0, position: [0, 0]))
    #expect(reading.place(of: 11) == UnitPlace(sample: 1, channel: 1, position: [0, 2]))
    #expect(reading.place(of: 7) == UnitPlace(sample: 1, channel: 0, position: [0, 1]))
  }

  @Test func `an empty tensor has no scopes and no maps`() throws {
    let reading = try reading(.tensor, output: []) { $0.shape = .nchw(0, 2, 1, 3) }
    #expect(reading.scopes.isEmpty && reading.maps.isEmpty && reading.mask.isEmpty)
  }
}
