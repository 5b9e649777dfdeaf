import Testing

@testable import DropBlockFast

@Suite struct DivisorTests {
  @Test func `quotients are those of division, around every multiple`() {
    var choices = Choices(1)
    let divisors =
      [
        1, 2, 3, 5, 7, 50, 64, 641, 65_535, 65_537, 0xFFFF_FFFF, 1 << 32, (1 << 32) + 1,
        Int.max / 8,
      ]
      + (0..<200).map { _ in Int(choices.next() >> UInt64(choices.int(31...62))) + 1 }
    for divisor in divisors {
      let fast = Divisor(divisor)
      var numbers = [0, 1, divisor - 1, divisor, 0xFFFF_FFFF, 0xFFFF_FFFE, 1 << 32, Int.max / 8]
      for _ in 0..<20 {
        let multiple = Int(choices.next() >> 32) / divisor * divisor
        numbers += [multiple, max(multiple - 1, 0), multiple + divisor - 1]
      }
      for number in numbers {
        #expect(fast.quotient(number) == number / divisor, "\(number) / \(divisor)")
      }
    }
  }
}
