import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorSetsTests {
  @Test(arguments: [0...0, 0...1, 3...3, 2...9, 0...100])
  func `sets and unique arrays keep to their count and meet its ends`(
    count: ClosedRange<Int>
  ) throws {
    let sets = try sample(Generator<Set<Int>>.sets(of: .integers, count: count)).map(\.count)
    let arrays = try sample(Generator<[Int]>.uniqueArrays(of: .integers, count: count))
    let entries = try sample(
      Generator<[Int: Bool]>.dictionaries(keys: .integers, values: .booleans, count: count))
    for counts in [sets, arrays.map(\.count), entries.map(\.count)] {
      #expect(counts.allSatisfy(count.contains))
      #expect(counts.contains(count.lowerBound) && counts.contains(count.upperBound))
    }
    #expect(arrays.allSatisfy { Set($0).count == $0.count })
  }

  @Test func `a set that holds every value there is ends there`() throws {
    let sets = try sample(Generator<Set<Bool>>.sets(of: .booleans, count: 1...100))
    #expect(Set(sets) == [[false], [true], [false, true]])
    let entries = Generator<[Bool: Int]>.dictionaries(
      keys: .booleans, values: .integers(in: 0...3), count: 2...9)
    #expect(try sample(entries).allSatisfy { $0.count == 2 })
  }

  @Test func `too few values for the least size are a rejection by name`() {
    var draw = Draw(key: 1, caseIndex: 1, property: "sets")
    let bad: [(String, Generator<Int>)] = [
      ("sets(of:count:)", Generator<Set<Bool>>.sets(of: .booleans, count: 3...5).map(\.count)),
      (
        "uniqueArrays(of:count:)",
        Generator<[Bool]>.uniqueArrays(of: .booleans, count: 3...3).map(\.count)
      ),
      (
        "dictionaries(keys:values:count:)",
        Generator<[Bool: Int]>.dictionaries(keys: .booleans, values: .integers, count: 3...4)
          .map(\.count)
      ),
    ]
    for (name, generator) in bad {
      let expected = Rejection(generator: name, reason: .filtered(attempts: 100))
      #expect(throws: expected) { _ = try draw(generator) }
    }
  }

  @Test func `recorded sets replay, and bytes give sets too`() throws {
    let sets = Generator<[Int: Set<UInt8>]>.dictionaries(
      keys: .integers(in: 0...9), values: .sets(of: .integers(in: 0...3), count: 0...6),
      count: 0...12)
    for caseIndex in UInt64(0)..<500 {
      var draw = Draw(key: 3, caseIndex: caseIndex, property: "sets")
      let value = try draw(sets)
      var again = Draw(replaying: draw.recorded)
      let replayed = try again(sets)
      #expect(replayed == value && again.recorded == draw.recorded, "case \(caseIndex)")
      #expect(!again.isMisaligned)
    }
    var bytes = Draw(bytes: [1, 5, 1, 2, 1, 5, 7, 7, 7, 7])
    let drawn = try bytes(Generator<Set<UInt8>>.sets(of: .integers, count: 0...9))
    #expect(drawn.isSuperset(of: [5, 2]))
  }

  @Test func `sets and dictionaries shrink to what matters`() throws {
    let arrays = Generator<[Int]>.uniqueArrays(of: .integers(in: 0...1_000), count: 0...30)
    expect(
      try reduce("unique", arrays) { !$0.contains { $0 > 700 } }, "[701]",
      atMost: 30)
    expect(try reduce("three of a kind", arrays) { $0.count < 3 }, "[0, 1, 2]", atMost: 40)
    let entries = Generator<[Int: Int]>.dictionaries(
      keys: .integers(in: 0...99), values: .integers(in: 0...99), count: 0...20)
    expect(
      try reduce("entries", entries) { !$0.contains { $0.key < $0.value } }, "[0: 1]", atMost: 30)
  }
}
