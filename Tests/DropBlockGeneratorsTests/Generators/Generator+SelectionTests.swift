import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorSelectionTests {
  enum Corner: CaseIterable, Sendable { case low, high, middle }

  @Test func `every alternative comes up, the first is the simplest`() throws {
    let either = Generator<Int>.oneOf([.constant(1), .integers(in: 10...11), .constant(3)])
    #expect(Set(try sample(either)) == [1, 10, 11, 3])
    #expect(Set(try sample(Generator.element(of: ["a", "b", "c"]))) == ["a", "b", "c"])
    #expect(Set(try sample(Generator<Corner>.allCases)) == [.low, .high, .middle])
    var draw = Draw(replaying: ChoiceSequence([]))
    let drawn1 = try draw(either)
    #expect(drawn1 == 1)
    let drawn2 = try draw(Generator<Corner>.allCases)
    #expect(drawn2 == .low)
  }

  @Test func `weights are shares, and weight 0 is never taken, not by bytes either`() throws {
    let weighted = Generator<Int>.weighted([
      (0, .constant(0)), (1, .constant(1)), (3, .constant(3)), (0, .constant(9)),
    ])
    let values = try sample(weighted, 8_000)
    let ones = values.filter { $0 == 1 }.count
    // Mean 2,000, standard deviation 39.
    #expect(Set(values) == [1, 3] && abs(ones - 2_000) <= 6 * 39, "\(ones) of 8,000")
    for byte in UInt8.min...UInt8.max {
      var draw = Draw(bytes: [byte])
      let drawn3 = try draw(weighted)
      #expect([1, 3].contains(drawn3))
    }
  }
}
