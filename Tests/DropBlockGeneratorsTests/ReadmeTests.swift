import Foundation
import DropBlockGenerators
import Testing

/// The examples of the module's README, as they stand there.
@Suite struct ReadmeTests {
  static func readme() throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Generators/README.md")
    return try String(contentsOf: file, encoding: .utf8)
  }

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

  @Test func `the printed report is the one that the example prints`() throws {
    let lists = Generator<[Int]>.arrays(of: .integers, count: 0...100)
    let check = PropertyCheck(name: "reversing changes nothing", key: 7, cases: 200)
    let report = try check.run { draw in
      let list = try draw(lists)
      return list == list.reversed()
        ? .holds : .fails(PropertyFailure(site: "reversed", kind: "unequal", message: "\(list)"))
    }
    #expect(try Self.readme().contains("```\n\(report)\n```"), "\(report)")
  }

  @Test func `a run with corpus, journal and time writes down what it finds`() throws {
    let folder = try TestFolder()
    let isAutomated = false
    let check = PropertyCheck(
      name: "sorting keeps the count", key: 7, shrinkSeconds: 30,
      corpus: Corpus(
        folder: folder.path + "/Corpus", version: "1.4", isReadOnly: isAutomated),
      journal: Journal(path: folder.path + "/journal"))
    let report = try check.run { draw in
      let list = try draw(Generator<[Int]>.arrays(of: .integers(in: 0...9), count: 0...9))
      return Set(list).count == list.count
        ? .holds : .fails(PropertyFailure(site: "count", kind: "smaller", message: "\(list)"))
    }
    #expect(!report.holds && report.run.corpus?.saving == .written)
    if let last = try Journal.lastCase(in: folder.path + "/journal") {
      Issue.record("left: \(last.token)")
    }
  }

  @Test func `the example of counts covers, collects and warns`() throws {
    let lists = Generator<[Int]>.arrays(of: .integers(in: 0...99), count: 0...20)
    let check = PropertyCheck(
      name: "sorting", key: 7, cases: 1_000, covers: [Cover("sorted already", atLeast: 0.01)])
    let report = try check.run { draw in
      let list = try draw(lists)
      draw.collect(list.count, as: "count")
      draw.cover("has duplicates", atLeast: 0.1, Set(list).count < list.count)
      if list.count > 1, list == list.sorted() { draw.cover("sorted already", atLeast: 0.01, true) }
      return .holds
    }
    #expect(report.holds, "\(report)")
    let covers = report.run.covers.map { "\n  \($0)" }.joined()
    #expect(report.description.hasSuffix(covers) && report.run.covers.count == 2)
    #expect(try Self.readme().contains("```\(covers)\n```"), "\(covers)")
  }

  @Test func `the rejection is the one that stands there`() throws {
    let cells = Generator<Int>.element(of: []).labelled("cells")
    var draw = Draw(key: 1, caseIndex: 1, property: "readme")
    let rejection = #expect(throws: Rejection.self) { _ = try draw(cells) }
    #expect(try Self.readme().contains("// \(rejection?.description ?? "none")\n"))
  }

  @Test func `the target of a fuzzer finds what stands there`() throws {
    let property: @Sendable (inout Draw) throws -> PropertyOutcome = { draw in
      let list = try draw(Generator<[Int]>.arrays(of: .integers(in: 0...9), count: 0...9))
      return Set(list).count == list.count
        ? .holds : .fails(PropertyFailure(site: "count", kind: "smaller", message: "\(list)"))
    }
    let target = FuzzTarget("sorting keeps the count", property)
    #expect(target.judge([1, 0]) == 0)
    guard case .fails(let finding) = target.verdict(of: [1, 0, 1, 0]) else {
      Issue.record("the bytes hold")
      return
    }
    #expect(try Self.readme().contains("```\n\(finding)\n```"), "\(finding)")
    let again = try replay(finding.token, name: target.name, property)
    #expect(again.outcome == .fails(finding.failure))
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

  @Test func `a pair that no case has had is reported as it stands there`() throws {
    let options = FactorsTests.Options()
    let generator = options.factors.generator()
    let report = try PropertyCheck(name: "no pair of options fails", key: 7).run { draw in
      let drawn = try draw(generator)
      try draw.assume(drawn[options.rank] != 3 || drawn[options.layout] != "last", "not last")
      return .holds
    }
    let line = try #require(report.description.split(separator: "\n").last)
    #expect(report.holds && report.run.pairs.count == 1)
    #expect(try Self.readme().contains("```\n\(line)\n```"), "\(line)")
  }
}
