import Testing

@testable import DropBlockGenerators

@Suite struct ShrinkerWordsTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `the number of draws from a key comes down to one, under another key`(key: UInt64) throws {
    // As a map whose units are dropped by a key: one of them, at least, with probability 1/8 each.
    let check = PropertyCheck(name: "a key drops", key: key, cases: 1_000)
    let report = try check.run { draw in
      let units = try draw.integer(in: 1...60, towards: 1)
      let word = try draw.word()
      let isDropped = (0..<UInt64(units)).contains { unit in
        CaseStream.finalise(CaseStream.finalise(word) &+ unit &+ 1) & 7 == 0
      }
      return isDropped
        ? .fails(PropertyFailure(site: "unit", kind: "dropped", message: "\(units)")) : .holds
    }
    guard case .fails(let found) = report else {
      Issue.record("\(report)")
      return
    }
    #expect(found.smallest.message == "1", "\(report)")
    #expect(found.evaluations < 200)
  }
}
