import Testing

@testable import DropBlockGenerators

@Suite struct DrawBytesTests {
  @Test func `any bytes are a case, and their choices replay`() throws {
    var stream = CaseStream(key: 1, property: 1, caseIndex: 1)
    for round in 0..<100_000 {
      let bytes = (0..<stream.below(60)).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
      var draw = Draw(bytes: bytes)
      do throws(Rejection) {
        let value = try draw(DrawTests.everything)
        guard round % 50 == 0 else { continue }
        var again = Draw(replaying: draw.recorded)
        let drawn1 = try again(DrawTests.everything)
        #expect(drawn1 == value, "bytes \(bytes)")
      } catch {
        guard case .filtered = error.reason else {
          Issue.record("bytes \(bytes): \(error)")
          continue
        }
      }
    }
  }

  @Test func `a list that runs out of elements ends in the record too`() throws {
    // Two different elements there are; the bytes ask for a third, and go on asking.
    let lists = Generator<[Bool]>.uniqueArrays(of: .booleans, count: 0...9)
    var draw = Draw(bytes: [1, 0, 1, 1] + Array(repeating: 1, count: 300))
    let value = try draw(lists)
    #expect(value == [false, true])
    let report = try replay(Token(exact: draw.recorded, property: "lists"), name: "lists") { draw in
      try draw(lists) == value ? .holds : .discarded
    }
    #expect(!report.isStale && report.outcome == .holds)
  }

  @Test func `no bytes and zero bytes are the simplest case`() throws {
    var simplest = Draw(replaying: ChoiceSequence([]))
    let expected = try simplest(DrawTests.everything)
    for count in [0, 1, 500] {
      var draw = Draw(bytes: Array(repeating: 0, count: count))
      let drawn2 = try draw(DrawTests.everything)
      #expect(drawn2 == expected)
    }
  }

  @Test func `a choice reads as many bytes as its bounds need`() throws {
    var draw = Draw(bytes: [1, 0x34, 0x12, 9, 200])
    let drawn3 = try draw.boolean()
    #expect(drawn3)
    let drawn4 = try draw.integer(in: 0...0xFFFF)
    #expect(drawn4 == 0x1234)
    let drawn5 = try draw.integer(in: 5...5)
    #expect(drawn5 == 5)
    let drawn6 = try draw.index(below: 10)
    #expect(drawn6 == 9)
    let drawn7 = try draw.index(below: 100)
    #expect(drawn7 == 0)
    let drawn8 = try draw.word()
    #expect(drawn8 == 0)
  }
}
