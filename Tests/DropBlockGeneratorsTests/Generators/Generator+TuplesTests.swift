import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorTuplesTests {
  @Test func `tuples of any length draw from left to right`() throws {
    var draw = Draw(bytes: [1, 2, 3])
    let three = zip(
      Generator<Int>.integers(in: 0...9), Generator<UInt8>.integers(in: 0...9),
      Generator<Int16>.integers(in: 0...9))
    let values = try draw(three)
    #expect(values == (1, 2, 3))
    let one = zip(Generator<Bool>.booleans)
    let drawn1 = try draw(one)
    #expect(!drawn1)
  }
}
