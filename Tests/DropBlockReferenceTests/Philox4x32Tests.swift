import DropBlockReference
import Foundation
import Testing

/// One row of `Vectors/philox4x32-10.txt`.
private struct KnownAnswer: CustomStringConvertible {
  var description: String
  var counter: [UInt32]
  var key: UInt64
  var expected: [UInt32]

  /// Every row for Philox4x32-10; rows of other generators are passed over.
  static func all() throws -> [KnownAnswer] {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = package.appending(path: "Vectors/philox4x32-10.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let columns = line.split(separator: " ").map(String.init)
      guard columns.count == 12, columns[0] == "philox4x32", columns[1] == "10" else { return nil }
      let words = columns[2...].compactMap { UInt32($0, radix: 16) }
      guard words.count == 10 else { return nil }
      return KnownAnswer(
        description: String(line), counter: Array(words[0..<4]),
        key: UInt64(words[4]) | UInt64(words[5]) << 32, expected: Array(words[6..<10]))
    }
  }
}

private func words(_ counter: [UInt32], _ key: UInt64) -> [UInt32] {
  let block = Philox4x32.block(
    counter: (counter[0], counter[1], counter[2], counter[3]), key: key)
  return [block.0, block.1, block.2, block.3]
}

@Suite struct Philox4x32Tests {
  @Test func `the published answers come out`() throws {
    let answers = try KnownAnswer.all()
    #expect(answers.count == 3, "rows read from the table")
    for answer in answers {
      let got = words(answer.counter, answer.key)
      #expect(got == answer.expected, "row \(answer): got \(got.map { String($0, radix: 16) })")
    }
  }

  @Test func `every bit of the counter and of the key changes every word`() {
    // A word keeps its value by chance with probability 2⁻³²; four of 192 · 4 would be a fault.
    let counter: [UInt32] = [3, 1, 4, 1]
    let key: UInt64 = 0x0123_4567_89AB_CDEF
    let before = words(counter, key)
    for bit in 0..<192 {
      var changed = counter
      var changedKey = key
      if bit < 128 {
        changed[bit / 32] ^= 1 << UInt32(bit % 32)
      } else {
        changedKey ^= 1 << (bit - 128)
      }
      let after = words(changed, changedKey)
      for word in 0..<4 {
        #expect(after[word] != before[word], "bit \(bit), word \(word)")
      }
    }
  }
}
