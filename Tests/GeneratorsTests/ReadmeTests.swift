import Generators
import Testing

/// The examples of the module's README, as they stand there.
@Suite struct ReadmeTests {
  @Test func `the tour finds, prints and replays its counterexample`() throws {
    let lists = Generator<[Int]>.arrays(of: .integers, count: 0...100)
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      let list = try draw(lists)
      return list == list.reversed()
        ? .holds : .fails(PropertyFailure(site: "reversed", kind: "unequal", message: "\(list)"))
    }
    let check = PropertyCheck(name: "reversing changes nothing", key: 7, cases: 200)
    let report = try check.run(property)
    #expect(report.description.hasPrefix("fails: reversed: unequal, magnitude 1.0, [0, 1]\n"))
    guard case .fails(let found) = report else { return }
    #expect(found.token.description == "dbp1.07n4wbrem8pbk3g5180g008102rz0")
    let token = try Token(parsing: "\(found.token)")
    let again = try replay(token, name: "reversing changes nothing", property)
    #expect(!again.isStale && again.outcome == .fails(found.smallest))
    #expect(try !check.resume(token, property).holds)
    #expect(report.description.contains("\(found.caseToken)"))
  }
}
