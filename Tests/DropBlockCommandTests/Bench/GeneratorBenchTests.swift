import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct GeneratorBenchTests {
  @Test func `both ways are measured in every round but the first, on the same cases`() throws {
    var bench = GeneratorBench(casesPerRound: 50)
    var rounds: [Int] = []
    try bench.measure(rounds: 4) { round, share in
      rounds.append(round)
      #expect((0..<1).contains(share))
    }
    #expect(rounds == [0, 1, 2, 3, 4])
    #expect(bench.recorded.seconds.count == 4 && bench.unrecorded.seconds.count == 4)
    #expect(bench.elapsed.seconds.count == 4)
    var again = GeneratorBench(casesPerRound: 50)
    try again.measure(rounds: 4)
    #expect(again.checksum == bench.checksum)
    var longer = GeneratorBench(casesPerRound: 51)
    try longer.measure(rounds: 4)
    #expect(longer.checksum != bench.checksum)
  }

  @Test func `recording changes no case, and every case counts`() throws {
    let cases = DrawingSpeed()
    var words: Set<UInt64> = []
    for last in UInt64(1)..<200 {
      let word = try cases.draw(0..<last, isRecorded: true)
      #expect(try cases.draw(0..<last, isRecorded: false) == word)
      words.insert(word)
    }
    #expect(words.count == 199)
  }

  @Test func `the figures are printed with their targets`() throws {
    let outcome = dropblock("bench --generators --quick --runs 2")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(outcome.output.contains("generators: 2 rounds of 10,000 cases on one core"))
    for text in [
      "cases per second ", "seconds per 1,000,000 ", "target ≤ 10.00: ", "recorded / not recorded ",
      "target ≤ 2.00: ", "checksum ",
    ] {
      #expect(outcome.output.contains(text), "\(text) is not in \(outcome.output)")
    }
    #expect(outcome.errors.hasPrefix("dropblock bench: generators, round 0 of 2, 0 %\n"))
  }
}
