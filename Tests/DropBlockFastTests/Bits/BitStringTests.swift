import Testing

@testable import DropBlockFast

@Suite struct BitStringTests {
  private func string(_ bits: [Bool]) -> BitString {
    var string = BitString(count: bits.count)
    for index in bits.indices where bits[index] { string.setRun(from: index, count: 1) }
    return string
  }

  private func bits(_ count: Int, _ choices: inout Choices) -> [Bool] {
    let density = choices.one([0.02, 0.5, 0.97])
    return (0..<count).map { _ in choices.unit() < density }
  }

  @Test func `a run sets its bits and no others`() {
    for start in [0, 1, 30, 63, 64, 65, 127] {
      for count in [1, 2, 31, 33, 63, 64, 65, 66, 128, 129, 200] {
        var string = BitString(count: start + count + 3)
        string.setRun(from: start, count: count)
        let got = (0..<start + count + 3).filter { string[$0] }
        #expect(got == Array(start..<start + count), "\(start), \(count)")
      }
    }
  }

  @Test func `population and runs are those of the bits`() {
    for number in 0..<300 {
      var choices = Choices(number)
      let bits = bits(choices.int(1...300), &choices)
      let string = string(bits)
      let low = choices.int(0...bits.count)
      let high = choices.int(low...bits.count)
      let inside = (low..<high).filter { bits[$0] }
      #expect(string.population(low..<high) == inside.count, "number \(number)")
      var found: [Int] = []
      var lastEnd = -1
      string.forEachRun(in: low..<high) { start, end in
        #expect(start > lastEnd && end > start, "number \(number): runs touch")
        lastEnd = end
        found += Array(start..<end)
      }
      #expect(found == inside, "number \(number)")
    }
  }

  @Test func `a moved string is or-ed in place`() {
    for number in 0..<300 {
      var choices = Choices(number)
      let bits = bits(choices.int(1...400), &choices)
      let distance = choices.one([1, 2, 63, 64, 65, 128, choices.int(1...500)])
      var moved = string(bits)
      moved.orShifted(by: distance, count: bits.count)
      for index in bits.indices {
        let wanted = bits[index] || (index >= distance && bits[index - distance])
        #expect(moved[index] == wanted, "number \(number), distance \(distance), bit \(index)")
      }
    }
  }

  @Test func `pieces are read at any place`() {
    for number in 0..<200 {
      var choices = Choices(number)
      let bits = bits(choices.int(1...200), &choices)
      let source = string(bits)
      let start = choices.int(0...bits.count - 1)
      let word = source.word(from: start)
      for bit in 0..<64 {
        let wanted = start + bit < bits.count && bits[start + bit]
        #expect((word >> UInt64(bit) & 1 == 1) == wanted, "number \(number), bit \(bit)")
      }
    }
  }

  @Test func `all bits, or none, are set up to the count`() {
    for count in [0, 1, 63, 64, 65, 127, 128, 129] {
      var string = BitString(count: 200)
      string.setAll(count: 200)
      string.setAll(count: count)
      #expect(string.word(from: count) == 0, "\(count)")
      #expect(string.population(0..<count) == count, "\(count)")
      string.clear(count: count)
      #expect(string.population(0..<count) == 0, "\(count)")
    }
  }
}
