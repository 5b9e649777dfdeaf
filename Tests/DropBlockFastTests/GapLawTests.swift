import Testing

@testable import DropBlockFast

@Suite struct GapLawTests {
  private func isTable(_ gamma: Double, positions: Int) throws -> Bool {
    let q = try #require(SurvivalTable.q(gamma: gamma))
    if case .table = GapLaw(q, gamma: gamma, positions: positions) { return true }
    return false
  }

  @Test func `both ways give the same gaps on every kernel`() throws {
    for gamma in GapLogarithmTests.gammas {
      let q = try #require(SurvivalTable.q(gamma: gamma))
      let laws = [GapLaw.table(SurvivalTable(q)), .logarithm(GapLogarithm(q))]
      for chunk: UInt64 in [0, 3, 1 << 32] {
        for first: UInt32 in [0, 16, 256] {
          var answers: Set<[UInt16]> = []
          for law in laws {
            for (_, loops) in kernels {
              var gaps = Gaps(repeating: 0)
              law.gaps(loops, key: 21, chunk: chunk, from: first, into: &gaps)
              answers.insert((0..<16).map { gaps[$0] })
            }
          }
          #expect(answers.count == 1, "gamma \(gamma), chunk \(chunk), from \(first)")
        }
      }
    }
  }

  @Test func `a small grid takes the logarithm and a large one the table`() throws {
    for gamma in [1e-9, 1e-4, 0.0026, 0.01] {
      #expect(try !isTable(gamma, positions: 1), "gamma \(gamma)")
      #expect(try isTable(gamma, positions: 1 << 32), "gamma \(gamma)")
    }
  }

  @Test func `no grid is larger than one that is worth a table, and not worth one itself`() throws {
    for gamma in [1e-9, 1e-4, 0.0026, 0.1, 0.9] {
      var wasTable = false
      for power in 0...40 {
        let isTable = try isTable(gamma, positions: 1 << power)
        #expect(isTable || !wasTable, "gamma \(gamma), 2^\(power) positions")
        wasTable = isTable
      }
    }
  }
}
