import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorOrdersTests {
  @Test func `every order comes up equally often, the given one is the simplest`() throws {
    var counts: [[Int]: Int] = [:]
    for order in try sample(Generator.shuffled([1, 2, 3, 4]), 24_000) {
      counts[order, default: 0] += 1
    }
    // Mean 1,000, standard deviation 31; 24 counts at 6 deviations: a chance of 5 · 10⁻⁸.
    #expect(counts.count == 24 && counts.values.allSatisfy { abs($0 - 1_000) <= 6 * 31 })
    var draw = Draw(replaying: ChoiceSequence([]))
    let simplest = try draw(Generator.shuffled([3, 1, 2]))
    #expect(simplest == [3, 1, 2])
    #expect(try sample(Generator<[Int]>.shuffled([]), 3) == [[], [], []])
  }

  @Test func `every part comes up, within its count, in its order`() throws {
    let all = Set(try sample(Generator.subsequences(of: [1, 2, 3, 4])))
    #expect(all.count == 16 && all.allSatisfy { $0 == $0.sorted() })
    for count in [0...0, 2...3, 4...4, 1...Int.max] {
      let parts = Set(try sample(Generator.subsequences(of: [1, 2, 3, 4], count: count)))
      #expect(parts == all.filter { count.contains($0.count) }, "\(count)")
    }
    var draw = Draw(replaying: ChoiceSequence([]))
    let simplest = try draw(Generator.subsequences(of: [7, 8, 9], count: 2...3))
    #expect(simplest == [7, 8])
  }

  @Test func `an order shrinks to one exchange, a part to what matters`() throws {
    let orders = Generator.shuffled(Array(0..<8))
    expect(
      try reduce("order", orders) { $0 == $0.sorted() }, "[0, 1, 2, 3, 4, 5, 7, 6]", atMost: 20)
    expect(
      try reduce("last first", orders) { $0[0] != 7 }, "[7, 0, 1, 2, 3, 4, 5, 6]", atMost: 20)
    let parts = Generator.subsequences(of: Array(0..<20))
    expect(
      try reduce("part", parts) { !($0.contains(3) && $0.contains(17)) }, "[3, 17]", atMost: 40)
    let few = Generator.subsequences(of: Array(0..<9), count: 2...5)
    expect(try reduce("few", few) { !$0.contains { $0 > 4 } }, "[0, 5]", atMost: 40)
  }

  @Test func `bad arguments are rejected by name and range`() throws {
    let long = Array(repeating: 0, count: 8_193)
    let bad: [(String, Generator<[Int]>)] = [
      ("shuffled: 8193 values, not 0...8192", .shuffled(long)),
      ("subsequences(of:count:): 8193 values, not 0...8192", .subsequences(of: long)),
      (
        "subsequences(of:count:): count 3...4, not from a number in 0...2 on",
        .subsequences(of: [1, 2], count: 3...4)
      ),
      (
        "subsequences(of:count:): count -1...4, not from a number in 0...2 on",
        .subsequences(of: [1, 2], count: -1...4)
      ),
    ]
    for (text, generator) in bad {
      var draw = Draw(key: 1, caseIndex: 1, property: "bad")
      let rejection = #expect(throws: Rejection.self) { _ = try draw(generator) }
      #expect(rejection?.description == text)
    }
  }
}
