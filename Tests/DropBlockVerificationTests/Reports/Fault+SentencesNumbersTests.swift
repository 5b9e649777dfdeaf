import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

/// Numbers that differ are never printed alike, whatever their bits.
@Suite struct FaultSentencesNumbersTests {
  /// Bits of a format: of any number, of any NaN, or but for one bit those of another.
  private func bits(_ type: ElementType, _ random: inout SplitMix, near other: UInt64?) -> UInt64 {
    let width = UInt64(type.byteCount * 8)
    let all = width == 64 ? UInt64.max : 1 << width - 1
    switch random.next() % 3 {
    case 0: return random.next() & all
    case 1:
      let exponent: UInt64 =
        switch type {
        case .float16: 0x7C00
        case .bfloat16: 0x7F80
        case .float32: 0x7F80_0000
        case .float64: 0x7FF0_0000_0000_0000
        }
      return random.next() & all | exponent
    default: return (other ?? random.next() & all) ^ 1 << (random.next() % width)
    }
  }

  private func tensor(_ bits: [UInt64], _ type: ElementType) -> TensorBits {
    TensorBits(repeating: 0, count: bits.count, as: type).replacing { bits[$0] }
  }

  @Test(arguments: ElementType.allCases)
  func `two numbers with other bits have other words, also without their bits`(type: ElementType) {
    var random = SplitMix(seed: 7)
    for _ in 0..<20_000 {
      let one = bits(type, &random, near: nil)
      let other = bits(type, &random, near: one)
      guard one != other else { continue }
      let both = tensor([one, other], type)
      let words = (0..<2).map { TensorElement(both, $0).words }
      let numbers = words.map { String($0.prefix(upTo: $0.firstIndex(of: "(") ?? $0.endIndex)) }
      #expect(numbers[0] != numbers[1], "\(type): \(words)")
      guard numbers[0] != numbers[1] else { return }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `what is expected and what came are never printed alike`(type: ElementType) {
    var random = SplitMix(seed: 11)
    for _ in 0..<5_000 {
      let one = bits(type, &random, near: nil)
      let other = bits(type, &random, near: one)
      guard one != other else { continue }
      let both = tensor([one, other], type)
      let (expected, got) = (TensorElement(both, 0), TensorElement(both, 1))
      let place = SampleFaults.place
      for evidence in [
        .values(.changed(.forward, index: 0, expected: expected, got: got)),
        .values(
          .multiple(
            .init(
              pass: .forward, place: place, given: 1, factor: 1, demand: .rounded(expected),
              got: got))),
        .stage(.element(.backward, place, given: 1, expected: expected, got: got)),
        .stage(.scale(.tensor, expected: expected, got: got)),
        .stage(.gamma(expected: expected, got: got)),
        .gradient(.another(place, first: expected, second: got)),
      ] as [Evidence] {
        let lines = SampleFaults.message(evidence).split(separator: "\n").suffix(2)
        let shown = lines.map { line in
          String(line.split(separator: " ", maxSplits: 1).last?.prefix { $0 != "(" } ?? "")
            .drop { $0 == " " }
        }
        #expect(shown.first != shown.last, "\(lines)")
        guard shown.first != shown.last else { return }
      }
      let words = SampleFaults.message(
        .random(.otherAnswer(unit: 0, first: expected, second: got)))
      let shown = words.components(separatedBy: " and then ")
      #expect(shown[0].hasSuffix(expected.words) && shown[1].hasPrefix(got.words))
    }
  }

  @Test func `factors and values of schedules that differ are never printed alike`() {
    var random = SplitMix(seed: 13)
    for _ in 0..<20_000 {
      let expected = Double(bitPattern: random.next() >> 2)
      let low = random.next() % 2 == 0 ? expected.nextUp : expected * 1.0000001
      guard expected.isFinite, low.isFinite, low != expected else { continue }
      let factor = SampleFaults.message(
        .values(.factor(.init(scope: 0..<4, kept: 2, expected: expected, got: low...low))))
      #expect(!factor.hasSuffix("got a factor in \(expected) ... \(expected)"), "\(factor)")
      let schedule = SampleFaults.message(
        .schedule(.value(.init(step: 1, expected: expected, got: low, around: []))))
      #expect(schedule.components(separatedBy: "\(expected)\n").count == 2, "\(schedule)")
    }
  }

  @Test func `digits are as many as tell two numbers apart`() {
    #expect(Digits.apart(0.5, 0.25, 4) == ("0.5000", "0.2500"))
    #expect(Digits.apart(0.12345, 0.12346, 4) == ("0.12345", "0.12346"))
    #expect(Digits.apart(0.25, 0.25, 4) == ("0.2500", "0.2500"))
    let near = Digits.apart(0.1, 0.1.nextUp, 4)
    #expect(near.one != near.other)
  }
}
