import DropBlockContract
import DropBlockFast
import Testing

@testable import DropBlockCommand

struct BenchRunTests {
  private func group(_ type: ElementType = .float32) throws -> BenchGroup {
    let request = BenchTable.request([1, 2, 8, 8], BenchTable.paper())
    var group = BenchGroup(request, type)
    group.addUsual(request, try FastKernel.named("portable"), 1, [.sparse, .bernoulli])
    group.add(
      "forward, new", .freshForward, request, threads: 1, try FastKernel.named("portable"),
      against: group.add("memcpy, new", .freshCopy, request, threads: 1))
    _ = group.add("words", .referenceWords, request, threads: 1)
    return group
  }

  @Test(arguments: ElementType.allCases)
  func `each case has one time per counted round`(type: ElementType) throws {
    let group = try group(type)
    var run = BenchRun([group, group])
    var rounds: [Int] = []
    try run.measure(rounds: 3) { round, share in
      rounds.append(round)
      #expect(share >= 0 && share < 1)
    }
    #expect(rounds == [0, 0, 1, 1, 2, 2, 3, 3])
    #expect(run.timings.count == 2)
    for timings in run.timings {
      #expect(timings.map(\.name) == group.cases.map(\.name))
      for timing in timings {
        #expect(timing.seconds.count == 3, "\(timing.name)")
        #expect(timing.seconds.allSatisfy { $0 >= 0 })
      }
    }
    #expect(run.checksum != 0)
  }

  @Test func `a limit is the engine's own work without its randomness`() throws {
    let report = BenchReport(try measured(try group()))
    let rows = try #require(report.sections.first?.rows)
    let pairs = rows.compactMap { row in row.comparison.map { (row.item.name, $0.name) } }
    let limits = Dictionary(pairs) { first, _ in first }
    #expect(limits["forward, sparse"] == "memcpy")
    #expect(limits["in place, sparse"] == "multiply in place")
    #expect(limits["forward+backward, bernoulli"] == "memcpy, two tensors")
    #expect(limits["drop only, sparse"] == "memcpy")
    #expect(limits["forward, new"] == "memcpy, new")
    #expect(rows.allSatisfy { ($0.item.kernel == nil) == ($0.comparison == nil) })
  }

  private func measured(_ group: BenchGroup) throws -> BenchRun {
    var run = BenchRun([group])
    try run.measure(rounds: 1)
    return run
  }

  @Test func `of a summed group only the limit and the worst case are shown`() throws {
    var group = try group()
    let all = BenchReport(try measured(group)).sections[0]
    #expect(all.shown.count == group.cases.count)
    group.isSummed = true
    let summed = BenchReport(try measured(group)).sections[0]
    let compared = summed.shown.filter { $0.comparison != nil }
    #expect(compared.count == 1)
    let worst = summed.rows.compactMap { $0.comparison?.ratio.middle }.max()
    #expect(compared.first?.comparison?.ratio.middle == worst)
  }

  @Test(arguments: [
    ([2e-3, 5e-1], "ms", ["2.0000", "500.0000"]), ([1e-4, 5e-3], "ms", ["0.1000", "5.0000"]),
    ([9e-5, 5e-3], "µs", ["90.000", "5000.000"]), ([3.4567e-8, 2e-6], "ns", ["34.6", "2000.0"]),
  ])
  func `times have the unit that the shortest of a group asks for`(
    seconds: [Double], unit: String, texts: [String]
  ) throws {
    var report = BenchReport(try measured(try group()))
    var section = report.sections[0]
    section.rows = Array(section.rows.prefix(2))
    for (row, time) in seconds.enumerated() { section.rows[row].times = Quartiles([time]) }
    report = BenchReport([section])
    let lines = report.lines
    #expect(lines[2].contains("median \(unit) "), "\(lines)")
    for (row, text) in texts.enumerated() {
      #expect(lines[3 + row].contains(" \(text) "), "\(lines)")
      #expect(lines[3 + row].contains(" \(text)…\(text)"), "\(lines)")
    }
  }
}
