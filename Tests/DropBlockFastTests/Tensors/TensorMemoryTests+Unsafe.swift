import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct TensorMemoryTests {
  private static let size = 512

  /// Calls `body` with the memory of a tensor whose output bytes are all 0xA5, and gives them back.
  private func bytes(_ type: ElementType, _ body: (TensorMemory) -> Void) -> [UInt8] {
    let input = [UInt8](repeating: 0x5A, count: Self.size)
    var output = [UInt8](repeating: 0xA5, count: Self.size)
    unsafe input.withUnsafeBytes { input in
      unsafe output.withUnsafeMutableBytes { output in
        guard let from = input.baseAddress, let to = output.baseAddress else { return }
        body(
          unsafe TensorMemory(
            input: from, output: to, count: Self.size / type.byteCount, type: type))
      }
    }
    return output
  }

  private func random(_ count: Int, _ choices: inout Choices) -> BitString {
    var string = BitString(count: count)
    for index in string.words.indices { string.words[index] = choices.next() }
    return string
  }

  @Test(arguments: ElementType.allCases)
  func `what was spilled is reloaded, and no other bytes are touched`(type: ElementType) {
    var choices = Choices(type.byteCount)
    for count in Array(0...130) + [192, 200, 513, 1_000] {
      let offset = choices.int(0...(Self.size - 126) / type.byteCount)
      let bits = random(count, &choices)
      let before = random(count, &choices)
      var after = before
      let output = bytes(type) { memory in
        memory.spill(bits, count: count, at: offset)
        memory.reload(&after, count: count, from: offset)
      }
      let first = offset * type.byteCount
      let end = first + (count + 7) / 8
      #expect(
        output.indices.allSatisfy { (first..<end).contains($0) || output[$0] == 0xA5 },
        "\(count) bits at \(offset)")
      // Whole bytes are taken back, and what lies behind them is left.
      let wrong = (0..<bits.words.count * 64).first {
        after[$0] != ($0 < (count + 7) / 8 * 8 ? bits[$0] : before[$0])
      }
      #expect(wrong == nil, "\(count) bits at \(offset)")
    }
  }

  @Test func `strings that were spilled side by side don't disturb each other`() {
    // A unit has sixteen bits at least, and a mask takes one of them.
    var choices = Choices(3)
    let strings = (0..<12).map { _ in random(20, &choices) }
    _ = bytes(.float16) { memory in
      for (index, string) in strings.enumerated() {
        memory.spill(string, count: 20, at: 20 * index)
      }
      for (index, string) in strings.enumerated() {
        var taken = BitString(count: 20)
        memory.reload(&taken, count: 20, from: 20 * index)
        #expect((0..<20).allSatisfy { taken[$0] == string[$0] }, "\(index)")
      }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `neighbours are zeroed at every count, and no other bytes are touched`(type: ElementType) {
    for count in 0...40 {
      for offset in [0, 1, 3, 8, 13] {
        let output = bytes(type) { $0.zero(at: offset, count: count) }
        let range = offset * type.byteCount..<(offset + count) * type.byteCount
        let wrong = output.indices.first { output[$0] != (range.contains($0) ? 0 : 0xA5) }
        #expect(wrong == nil, "\(count) units at \(offset)")
      }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `units that are apart are zeroed and copied one by one`(type: ElementType) {
    for stride in [1, 2, 3, 7] {
      for count in [0, 1, 2, 8] {
        let units = Set((0..<count).map { 2 + $0 * stride })
        for (isCopy, value) in [(false, 0), (true, 0x5A)] as [(Bool, UInt8)] {
          let output = bytes(type) {
            if isCopy {
              $0.copy(at: 2, count: count, stride: stride)
            } else {
              $0.zero(at: 2, count: count, stride: stride)
            }
          }
          let wrong = output.indices.first {
            output[$0] != (units.contains($0 / type.byteCount) ? value : 0xA5)
          }
          #expect(wrong == nil, "\(count) units, \(stride) apart, copied: \(isCopy)")
        }
      }
    }
  }
}
