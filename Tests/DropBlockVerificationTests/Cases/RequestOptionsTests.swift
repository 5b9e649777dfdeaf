import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

private let everything = SubjectDeclaration.everything(named: "all", version: "0")

/// The requirements whose cases begin with a table, for a subject that offers everything.
private let tabled = Requirement.all.filter { $0.pairs(of: everything) != nil }.map(\.id)

/// The first question of each case of a requirement, none of which is answered.
private func questions(
  _ id: RequirementID, of declaration: SubjectDeclaration = everything,
  profile: VerificationProfile = .quick
) throws -> [SubjectCase] {
  var asked: [SubjectCase] = []
  let subject = AnswerSubject { cases in
    asked.append(cases[0])
    return cases.map { _ in .unsupported("nothing") }
  }
  subject.declaration = declaration
  var run = VerificationRun(subject, profile: profile, key: 5)
  run.requirements = Requirement.all.filter { $0.id == id }
  _ = run.judged()
  return asked
}

extension SubjectCase {
  /// The values of the options as the table writes them; nil where the request can't tell.
  fileprivate func word(for name: String) throws -> String? {
    let configuration = request.configuration
    switch name {
    case "axes": return "\(request.shape.rank)"
    case "sides":
      if case .perAxis = configuration.blockSize { return "by axis" }
      return "equal"
    case "layout":
      switch request.shape.layout {
      case .channelsFirst: return "channelsFirst"
      case .channelsLast: return "channelsLast"
      case .strided: return "strided"
      }
    case "grid": return configuration.seedGrid.protocolName
    case "gamma":
      switch configuration.gammaRule {
      case .paper: return "paper"
      case .blockVolume: return "blockVolume"
      case .calibrated: return "calibrated"
      case .fixed: return "fixed"
      }
    case "times": return "\(configuration.gammaFactor)"
    case "shared":
      return ["nothing", "channels", "samples", "both"][Int(configuration.sharing.rawValue)]
    case "scale":
      switch configuration.scale {
      case .tensor: return "tensor"
      case .sample: return "sample"
      case .map: return "map"
      case .fixed: return "fixed"
      case .none: return "none"
      }
    case "sampler": return "\(configuration.sampler)"
    case "format": return "\(input.elementType)"
    default: return nil
    }
  }

  /// Whether the block lies to its map as a word of the table says.
  fileprivate func hasBlock(_ word: String) throws -> Bool {
    let shape = request.shape
    let sides = zip(try request.configuration.blockSize.sides(rank: shape.rank), shape.spatial)
    // A map without units was larger before one of its axes was made empty.
    if shape.spatial.contains(0) { return true }
    switch word {
    case "one": return sides.allSatisfy { $0.0 == 1 }
    case "even": return sides.allSatisfy { $0.0 % 2 == 0 && $0.0 <= $0.1 }
    case "odd": return sides.allSatisfy { $0.0 % 2 == 1 && $0.0 > 1 && $0.0 <= $0.1 }
    case "whole": return sides.allSatisfy { $0.0 >= $0.1 } && sides.contains { $0.0 == $0.1 }
    default: return sides.contains { $0.0 > $0.1 }
    }
  }
}

@Suite struct RequestOptionsTests {
  @Test func `every requirement that draws requests has a table, and no other`() {
    #expect(tabled.count >= 20, "\(tabled)")
    for id: RequirementID in [
      "mask.blocks", "values", "stages.equal", "identity.zero", "batch.empty",
    ] {
      #expect(tabled.contains(id))
    }
    for id: RequirementID in ["schedule.linear", "mask.grid", "input.refused"] {
      #expect(!tabled.contains(id))
    }
  }

  @Test(arguments: tabled)
  func `every two values meet before the search goes on at random`(id: RequirementID) throws {
    let table = try #require(Requirement.named(id)?.pairs(of: everything))
    let asked = try questions(id).prefix(table.rows.count)
    #expect(asked.count == table.rows.count && table.names.count == 12)
    for (question, row) in zip(asked, table.rows) {
      for (factor, name) in table.names.enumerated() {
        let word = table.values[factor][row[factor]]
        if let got = try question.word(for: name) { #expect(got == word, "\(name)") }
        if name == "block" { #expect(try question.hasBlock(word), "\(word): \(question.request)") }
        // What is fixed by the requirement's own judgement is no option of its table.
        if name == "p", let p = Double(word), id != "block.clipped" {
          let configuration = question.request.configuration
          if case .fixed(let gamma) = configuration.gammaRule {
            #expect(gamma == p && configuration.dropProbability == 1 - p)
          } else {
            #expect(configuration.dropProbability == p)
          }
        }
      }
    }
    var met: Set<[Int]> = []
    for row in table.rows {
      for second in row.indices {
        for first in 0..<second { met.insert([first, row[first], second, row[second]]) }
      }
    }
    var possible = 0
    for second in table.values.indices {
      for first in 0..<second { possible += table.values[first].count * table.values[second].count }
    }
    #expect(met.count == possible - table.impossiblePairs.count)
    #expect(table.impossiblePairs.count == (id == "scale.nothing-kept" ? 3 : 0))
  }

  @Test(arguments: tabled)
  func `half of the cases are random, however small the budget`(id: RequirementID) throws {
    var tiny = VerificationProfile.quick
    tiny.cases = 1
    let subject = EngineSubject.reference(version: "0")
    let rows = try #require(Requirement.named(id)?.pairs(of: subject.declaration)).rows.count
    var run = VerificationRun(subject, profile: tiny, key: 5)
    run.requirements = Requirement.all.filter { $0.id == id }
    let verdict = try #require(run.judged().verdicts.first)
    guard case .holds(let held) = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
    switch held {
    case .cases(let cases), .casesAndMaps(let cases, maps: _): #expect(cases == 2 * rows)
    default: Issue.record("\(held)")
    }
  }

  @Test func `a table offers what is declared and what the requirement is about`() throws {
    var declaration = SubjectDeclaration(name: "one", version: "0")
    declaration.seedGrids = [.whole(.upperCentre)]
    declaration.scales = [.map, .none]
    declaration.samplers = [.bernoulli]
    declaration.ranks = [3, 1]
    let table = try #require(Requirement.named("mask.blocks")?.pairs(of: declaration))
    #expect(table.values[table.names.firstIndex(of: "axes") ?? 0] == ["3", "1"])
    #expect(table.values[table.names.firstIndex(of: "grid") ?? 0] == ["whole.upperCentre"])
    #expect(table.values[table.names.firstIndex(of: "scale") ?? 0] == ["map", "none"])
    #expect(table.values[table.names.firstIndex(of: "sides") ?? 0] == ["equal"])
    #expect(table.values[table.names.firstIndex(of: "times") ?? 0] == ["1.0"])
    let volumes = try #require(Requirement.named("rank.3")?.pairs(of: declaration))
    #expect(volumes.values[volumes.names.firstIndex(of: "axes") ?? 0] == ["3"])
    let zero = try #require(Requirement.named("identity.zero")?.pairs(of: everything))
    #expect(zero.values[zero.names.firstIndex(of: "p") ?? 0] == ["0.0"])
    #expect(zero.values[zero.names.firstIndex(of: "gamma") ?? 0].contains("fixed") == false)
    // Options it does not offer, and a stream of its own: even blocks have their requirement.
    declaration.samplers = []
    let own = try #require(Requirement.named("mask.blocks")?.pairs(of: declaration))
    #expect(own.values[own.names.firstIndex(of: "block") ?? 0] == ["odd"])
    #expect(Requirement.named("stages.equal")?.pairs(of: declaration) == nil)
  }

  @Test(arguments: [
    ("axes", "3", "format", "bfloat16"), ("sides", "by axis", "shared", "both"),
    ("layout", "strided", "scale", "sample"), ("grid", "whole.corner", "sampler", "bernoulli"),
    ("gamma", "calibrated", "times", "1.5"), ("axes", "1", "layout", "channelsLast"),
  ])
  func `a fault of two options is found within the table`(
    first: String, value: String, second: String, other: String
  ) throws {
    let engine = EngineSubject.reference(version: "0")
    let subject = AnswerSubject { cases in
      zip(cases, engine.run(cases)).map { question, answer in
        guard case .result(var result) = answer, (try? question.word(for: first)) == value,
          (try? question.word(for: second)) == other
        else { return answer }
        result.revealed.gamma = -1
        return .result(result)
      }
    }
    subject.declaration = engine.declaration
    let requirement = try #require(Requirement.named("stages.equal"))
    let rows = try #require(requirement.pairs(of: subject.declaration)).rows.count
    for key in 1...3 as ClosedRange<UInt64> {
      var run = VerificationRun(subject, profile: .quick, key: key)
      run.requirements = [requirement]
      let verdict = try #require(run.judged().verdicts.first)
      guard case .violated(let violation) = verdict.outcome else {
        Issue.record("key \(key): \(verdict.outcome)")
        continue
      }
      #expect(violation.site == .stage(.gamma))
      #expect(verdict.cases - violation.evaluations <= rows, "\(verdict.cases)")
      // The token shows the pair again.
      let token = try Token(in: violation.replay)
      guard case .violated = try run.replay(token).1.outcome else {
        Issue.record("key \(key): \(token) does not show it")
        continue
      }
    }
  }
}
