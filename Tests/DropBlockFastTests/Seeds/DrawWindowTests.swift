import Testing

@testable import DropBlockFast

/// That every kernel finds a window's seeds is held by `KernelDrawsTests`.
@Suite struct DrawWindowTests {
  private func window(chunk: UInt64 = 0, runs: UInt32) -> DrawWindow {
    DrawWindow(chunk: chunk, firstDraw: 0, runs: runs, cursor: 0)
  }

  /// The chance that a chunk has more than `most` seeds, term by term of the binomial law.
  private func tail(above most: Int, gamma: Double) -> Double {
    var term = 1.0
    for _ in 0..<GapLaw.chunkLength { term *= 1 - gamma }
    var sum = term
    for count in 1...most {
      term *= Double(GapLaw.chunkLength - count + 1) / Double(count) * gamma / (1 - gamma)
      sum += term
    }
    return 1 - sum
  }

  @Test func `the more seeds, the more runs, and four at last`() {
    let gammas = (0...4_096).map { Double($0) / 4_096 }
    let runs = gammas.map { DrawWindow.runs(gamma: $0) }
    #expect(runs.first == 1 && runs.last == 4)
    #expect(Set(runs) == [1, 2, 4])
    #expect(zip(runs, runs.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `one chunk in ten at most takes more draws than it is given, and one in twenty does`()
  {
    // In steps of a hundredth of a seed: the last gamma of one run, and of two.
    let gammas = (1...4_096).map { Double($0) / 4_096 / 100 }
    for runs: UInt32 in [1, 2] {
      guard let last = gammas.last(where: { DrawWindow.runs(gamma: $0) == runs }) else {
        Issue.record("no gamma has \(runs) runs")
        continue
      }
      // A draw for each seed and one that leads out.
      let share = tail(above: 16 * Int(runs) - 1, gamma: last)
      #expect(0.05 < share && share < 0.1, "\(runs) runs to gamma \(last): \(share)")
    }
  }

  @Test func `a law has the runs of its own gamma`() throws {
    for gamma in [1e-6, 0.0026, 0.00261, 0.00263, 0.00599, 0.006, 0.00602, 0.5, 0.999] {
      let law = GapLaw(try #require(GapLaw.q(gamma: gamma)))
      #expect(law.runs == DrawWindow.runs(gamma: gamma), "\(gamma)")
    }
  }

  @Test func `all draws of a window are shared out to its chunks`() {
    for runs: UInt32 in [1, 2, 4] {
      let window = window(runs: runs)
      #expect(window.drawsPerChunk * Int(window.chunkCount) == DrawWindow.size)
      #expect(window.drawsPerChunk == 16 * Int(runs))
    }
  }

  @Test func `a window of several chunks has what a window of each has`() throws {
    for gamma in [1e-6, 0.001, 0.01, 0.5] {
      let law = GapLaw(try #require(GapLaw.q(gamma: gamma)))
      for chunk: UInt64 in [0, 0xFFFF_FFFE, 0xFFFF_FFFF, 1 << 51] {
        for runs: UInt32 in [1, 2] {
          var shared = Places(repeating: 0)
          let first = window(chunk: chunk, runs: runs)
          first.find(law, key: 21, into: &shared)
          for number in 0..<first.chunkCount {
            var own = Places(repeating: 0)
            window(chunk: chunk + number, runs: 4).find(law, key: 21, into: &own)
            for draw in 0..<first.drawsPerChunk {
              let got = shared[Int(number) * first.drawsPerChunk + draw]
              #expect(min(got, 4_096) == min(own[draw], 4_096), "\(gamma) \(chunk) \(draw)")
            }
          }
        }
      }
    }
  }

  @Test func `a window goes on where another one ended`() throws {
    for gamma in [0.02, 0.5] {
      let law = GapLaw(try #require(GapLaw.q(gamma: gamma)))
      let wanted = Oracle.sparseChunk(1 << 33, gamma: gamma, key: 4)
      var found: [Int] = []
      var cursor: UInt32 = 0
      for firstDraw in [0, 64, 128] as [UInt32] {
        let window = DrawWindow(chunk: 1 << 33, firstDraw: firstDraw, runs: 4, cursor: cursor)
        var places = Places(repeating: 0)
        window.find(law, key: 4, into: &places)
        found += (0..<64).map { Int(places[$0]) }.filter { $0 < 4_096 }
        cursor = min(UInt32(places[63]) + 1, 4_096)
      }
      #expect(found == Array(wanted.prefix(192)), "\(gamma)")
    }
  }
}
