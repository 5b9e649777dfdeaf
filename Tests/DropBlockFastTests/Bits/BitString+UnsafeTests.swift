import Testing

@testable import DropBlockFast

@Suite struct BitStringCopyTests {
  /// A string whose every bit is random, the spare word's too.
  private func random(count: Int, _ choices: inout Choices) -> BitString {
    var string = BitString(count: count)
    for index in string.words.indices { string.words[index] = choices.next() }
    return string
  }

  private func bits(_ string: BitString) -> [Bool] {
    (0..<string.words.count * 64).map { string[$0] }
  }

  private func check(
    first: Int, count: Int, start: Int, _ choices: inout Choices
  ) {
    let source = random(count: first + count, &choices)
    var target = random(count: start + count, &choices)
    // Zeros for the most part, so that a bit that is or-ed in can be seen.
    for index in target.words.indices { target.words[index] &= choices.next() & choices.next() }
    var wanted = bits(target)
    for index in 0..<count where source[first + index] { wanted[start + index] = true }
    target.or(source, from: first, count: count, at: start)
    let wrong = bits(target) != wanted
    #expect(!wrong, "\(count) bits from \(first) at \(start)")
  }

  @Test func `bits of another string are or-ed in one by one, and no others`() {
    var choices = Choices(1)
    for count in [0, 1, 2, 31, 63, 64, 65, 127, 128, 129, 200] {
      for first in [0, 1, 33, 63, 64, 65, 130] {
        for start in [0, 1, 31, 63, 64, 70, 127, 128] {
          check(first: first, count: count, start: start, &choices)
        }
      }
    }
    for _ in 0..<200 {
      check(
        first: choices.int(0...300), count: choices.int(0...300), start: choices.int(0...300),
        &choices)
    }
  }

  @Test func `the first bits are repeated one copy behind the other, and zeros follow`() {
    var choices = Choices(2)
    for count in [1, 2, 3, 7, 49, 63, 64, 65, 100, 128, 130, 196] {
      for times in [1, 2, 3, 4, 5, 8, 13] {
        let all = count * times
        var string = BitString(count: all + choices.int(0...130))
        string.or(random(count: count, &choices), from: 0, count: count, at: 0)
        let before = bits(string)
        string.repeatFirst(count, times: times)
        let got = bits(string)
        let wanted = got.indices.map { $0 < all && before[$0 % count] }
        let wrong = got != wanted
        #expect(!wrong, "\(times) times \(count) bits")
      }
    }
  }
}
