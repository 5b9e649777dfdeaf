import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct OptionCasesTests {
  private let everything = SubjectDeclaration.everything(named: "all", version: "1")

  @Test func `a case is counted for the values that it has, and the two that are wanted meet`()
    throws
  {
    let cases = OptionCases(everything)
    var source = OptionCaseSource(cases, key: 3)
    var (met, pairs) = (0, 0)
    for (index, factor) in cases.factors.enumerated() {
      for value in factor {
        guard let other = cases.factors[(index + 1)...].joined().first else { continue }
        guard OptionCases.canMeet(value, other), let drawn = try source.draw([value, other])
        else { continue }
        try drawn.question.request.validate()
        #expect(drawn.question.input.count <= cases.unitBudget)
        let values = cases.values(of: drawn.question, keys: drawn.keys)
        // One value of each option, but of squareness where there is one axis.
        #expect(values.count >= cases.factors.count - 1)
        #expect(Set(values).count == values.count)
        pairs += 1
        if Set(values).isSuperset(of: [value, other]) { met += 1 }
      }
    }
    #expect(Double(met) > 0.9 * Double(pairs), "\(met) of \(pairs)")
  }

  @Test func `blocks of unequal sides are asked for where they are offered, and fit their map`()
    throws
  {
    let cases = OptionCases(everything)
    var source = OptionCaseSource(cases, key: 4)
    for rank in [2, 3] {
      for _ in 0..<100 {
        let drawn = try #require(
          try source.draw([.block(.unequal), .rank(rank), .units(64...335)]))
        let shape = drawn.question.request.shape
        let sides = try drawn.question.request.configuration.blockSize.sides(rank: rank)
        #expect(Set(sides).count > 1 && zip(sides, shape.spatial).allSatisfy { $0 <= $1 })
        #expect(cases.values(of: drawn.question, keys: .random).contains(.block(.unequal)))
      }
    }
    var without = everything
    without.capabilities.remove(.rectangularBlocks)
    var flat = everything
    flat.ranks = [1]
    for declaration in [without, flat] {
      #expect(!OptionCases(declaration).factors.joined().contains(.block(.unequal)))
    }
  }

  @Test func `values that no case can have together are no target`() {
    #expect(!OptionCases.canMeet(.rank(1), .isSquare(true)))
    #expect(!OptionCases.canMeet(.rank(1), .block(.unequal)))
    #expect(!OptionCases.canMeet(.block(.even), .units(1...1)))
    #expect(!OptionCases.canMeet(.isSquare(false), .block(.whole)))
    #expect(OptionCases.canMeet(.rank(2), .isSquare(false)))
    #expect(OptionCases.canMeet(.units(1...1), .block(.one)))
    let plan = OptionPlan(OptionCases(everything), depth: .pairs, logThreshold: 30)
    #expect(plan.targets.allSatisfy { OptionCases.canMeet($0[0], $0[1]) })
  }

  @Test func `no two cases of a run have one key`() throws {
    for key in 1...3 as ClosedRange<UInt64> {
      var source = OptionCaseSource(OptionCases(everything), key: key)
      var keys = Set<UInt64>()
      for _ in 0..<2_000 {
        guard let drawn = try source.draw([]) else { continue }
        #expect(keys.insert(drawn.question.request.key).inserted)
      }
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `in quick every value is judged, and in ci nearly every pair`(key: UInt64) throws {
    for (profile, share) in [(VerificationProfile.quick, 0.98), (.ci, 0.98)] {
      let run = VerificationRun(
        EngineSubject.reference(version: "0"), profile: profile, key: key)
      let options = try #require(try run.optionSensitivity())
      let found = options.targets.count - options.unreached.count
      #expect(
        Double(found) >= share * Double(options.targets.count),
        "\(profile.name): \(found) of \(options.targets.count)")
      #expect(options.rows.reduce(0) { $0 + $1.count } == options.targets.flatMap { $0 }.count)
    }
  }
}
