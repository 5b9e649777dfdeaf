import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorCollectionsTests {
  @Test(arguments: [0...0, 0...1, 3...3, 2...9, 0...100, 5...Int.max])
  func `arrays keep to their count and meet its lower bound`(count: ClosedRange<Int>) throws {
    let arrays = try sample(Generator<[Bool]>.arrays(of: .booleans, count: count))
    #expect(arrays.allSatisfy { count.contains($0.count) })
    #expect(arrays.contains { $0.count == count.lowerBound })
    if count.upperBound <= 100 { #expect(arrays.contains { $0.count == count.upperBound }) }
  }

  @Test func `arrays of arrays nest, and an endless array is an overrun`() throws {
    let nested = Generator<[[Int]]>.arrays(
      of: .arrays(of: .integers(in: 0...9), count: 0...4), count: 0...4)
    #expect(try sample(nested).contains { $0.count == 4 && $0.allSatisfy { $0.count > 1 } })
    var draw = Draw(bytes: Array(repeating: 1, count: 20_000))
    let endless = Generator<[Int]>.arrays(of: .constant(0), count: 0...Int.max)
    #expect(throws: Rejection(generator: "draw", reason: .overrun(limit: 8_192))) {
      _ = try draw(endless)
    }
  }

  @Test func `an optional is nil and not nil, nil first`() throws {
    let values = try sample(Generator<Int?>.optional(.integers(in: 1...3)))
    #expect(Set(values) == [nil, 1, 2, 3])
    var draw = Draw(replaying: ChoiceSequence([]))
    let drawn1 = try draw(Generator<Int?>.optional(.integers(in: 1...3)))
    #expect(drawn1 == nil)
  }
}
