import Testing

@testable import DropBlockCommand

struct CertaintyBenchTests {
  @Test func `every contestant is measured in every round but the first`() throws {
    var bench = CertaintyBench(mapsPerRound: 4_096, cores: 2)
    #expect(bench.contestants.map(\.cores) == [1, 2, 1, 2])
    var rounds: Set<Int> = []
    try bench.measure(rounds: 2) { round, share in
      rounds.insert(round)
      #expect((0..<1).contains(share))
    }
    #expect(rounds == [0, 1, 2])
    for contestant in bench.contestants {
      let speeds = bench.speeds[contestant] ?? []
      #expect(speeds.count == 2 && speeds.allSatisfy { $0 > 0 })
    }
    #expect(CertaintyBench(mapsPerRound: 4_096, cores: 1).contestants.map(\.cores) == [1, 1])
  }

  @Test func `the figures are printed, and what has no meaning is refused`() throws {
    let outcome = dropblock("bench --certainty --quick --runs 1")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(outcome.output.contains("certainty: maps of 14×14 units a second"))
    #expect(
      outcome.output.contains("  fast, 1 core") && outcome.output.contains("  reference, 1 core"))
    for words in ["--shape 1x1x9", "--json -", "--threads 2", "--generators"] {
      let refused = dropblock("bench --certainty \(words)")
      #expect(
        refused.code == .usage && refused.errors.contains("is not for --certainty"), "\(words)")
    }
  }
}
