import Foundation
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

  /// The text of the module's README.
  static func readme() throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    return try String(
      contentsOf: tests.appending(path: "../../Sources/Generators/README.md").standardized,
      encoding: .utf8)
  }

  @Test func `the refusal is the one that stands there`() throws {
    let cells = Generator<Int>.element(of: []).labelled("cells")
    var draw = Draw(key: 1, caseIndex: 1, property: "readme")
    let refusal = #expect(throws: Rejection.self) { _ = try draw(cells) }
    #expect(try Self.readme().contains("// \(refusal?.description ?? "none")\n"))
  }

  @Test func `brackets within brackets match`() throws {
    let brackets = Generator<String>.recursive(depth: 4, base: .constant("[]")) { inner in
      Generator<[String]>.arrays(of: inner, count: 1...3).map { "[\($0.joined())]" }
    }
    let check = PropertyCheck(name: "brackets match", key: 7)
    let report = try check.run { draw in
      var open = 0
      var deepest = 0
      for bracket in try draw(brackets) {
        open += bracket == "[" ? 1 : -1
        deepest = max(deepest, open)
      }
      return open == 0 && deepest <= 5
        ? .holds : .fails(PropertyFailure(site: "brackets", kind: "unmatched"))
    }
    #expect(report.holds)
  }

  @Test func `the options fail in their table, and it is the one that stands there`() throws {
    var factors = Factors()
    let rank = factors.add("rank", [2, 1, 3])
    let layout = factors.add("layout", ["dense", "last", "strided"])
    let training = factors.add("training", [true, false])
    factors.exclude("strided needs two axes", rank, layout) { $0 == 1 && $1 == "strided" }
    let options = factors.generator()
    let pairs = PropertyCheck(name: "no pair of options fails", key: 7)
    let report = try pairs.run { draw in
      let drawn = try draw(options)
      return drawn[rank] == 3 && drawn[layout] == "strided"
        ? .fails(PropertyFailure(site: "options", kind: "pair", message: "\(drawn)")) : .holds
    }
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(found.caseIndex < UInt64(factors.table.rows.count))
    let readme = try Self.readme()
    #expect(readme.contains("```\n\(factors.table)\n```"), "\(factors.table)")
    #expect(readme.contains("`\(found.smallest.message)`"), "\(found)")
    #expect(factors.table.rows.allSatisfy { training.values.indices.contains($0[2]) })
  }
}
