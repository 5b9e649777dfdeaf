import DropBlockContract
import DropBlockPlatform
import Testing

@testable import DropBlockVerification

/// A subject with a stream of its own that takes even sides for the next odd ones.
private func askedForMore() throws -> AnswerSubject {
  try ownStream { question in
    let shape = question.request.shape
    guard let sides = try? question.request.configuration.blockSize.sides(rank: shape.rank) else {
      return
    }
    question.request.configuration.blockSize = .perAxis(
      zip(sides, shape.spatial).map { $0 % 2 == 0 && $0 < $1 ? $0 + 1 : $0 })
  } after: {
    $1
  }
}

/// One whose even blocks reach one unit further along every axis, as far as the map goes.
private func cut(_ isCut: @escaping @Sendable (Int) -> Bool) throws -> AnswerSubject {
  try ownStream { _ in
  } after: { question, output in
    let request = question.request
    guard let geometry = try? LegalBlocks(request), geometry.block.contains(where: isCut),
      (0..<output.count).contains(where: { output[$0] == 0 })
    else { return output }
    let units = geometry.units
    let isDropped = (0..<output.count).map { unit in
      let place = Coordinates.of(unit % units, in: geometry.map)
      return (0..<1 << place.count).contains { steps in
        var index = 0
        for axis in place.indices {
          let step = isCut(geometry.block[axis]) ? steps >> axis & 1 : 0
          guard place[axis] >= step else { return false }
          index = index * geometry.map[axis] + place[axis] - step
        }
        return output[unit / units * units + index] == 0
      }
    }
    let factor = Double(Float(Double(output.count) / Double(isDropped.count { !$0 })))
    return TensorBits(
      isDropped.indices.map { isDropped[$0] ? 0 : question.input[$0] * factor },
      as: output.elementType)
  }
}

/// A correct subject with a stream of its own, but for what closures do to its cases and outputs.
private func ownStream(
  _ before: @escaping @Sendable (inout SubjectCase) -> Void,
  after: @escaping @Sendable (SubjectCase, TensorBits) -> TensorBits
) throws -> AnswerSubject {
  let own = try #require(Variant.named("binomial")).subject(version: "0")
  let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
    let asked = cases.map { question in
      var question = question
      before(&question)
      return question
    }
    return zip(asked, try own.run(asked)).map { question, answer in
      guard case .result(var result) = answer else { return answer }
      result.output = after(question, result.output)
      return .result(result)
    }
  }
  subject.declaration = own.declaration
  subject.declaration.ranks = [2, 1, 3]
  subject.declaration.elementTypes = [.float32]
  return subject
}

extension Examination {
  /// The plans that some requirement looks at.
  fileprivate var plansInUse: [GridPlan] {
    gridPlans(block: 2) + gridPlans(block: 3) + gridPlans(block: 4).prefix(1)
  }
}

private func outcome(
  _ subject: any Subject, _ id: RequirementID, key: UInt64 = 1
) throws -> Verdict.Outcome {
  try VerificationRun(subject, by: Requirement.selected(id), profile: .brief, key: key).run()
    .verdicts[0].outcome
}

@Suite struct ExaminationGridTests {
  @Test(arguments: ["block.even", "mask.grid"] as [RequirementID])
  func `even blocks one unit too large are found`(id: RequirementID) throws {
    for subject in [try askedForMore(), try cut { $0 % 2 == 0 }] {
      guard case .violated(let violation) = try outcome(subject, id),
        case .masks(.neverAlone(let position, let least)) = violation.faults[0].evidence
      else {
        Issue.record("\(id): \(try outcome(subject, id))")
        continue
      }
      #expect(position.block == (id == .blockEven ? 2 : 4) && position.gamma > 0)
      #expect(position.units.allSatisfy { least[$0] })
      #expect(least.count { $0 } > position.units.count)
    }
  }

  @Test func `odd blocks one unit too large are mask.grid's alone`() throws {
    let subject = try cut { $0 == 3 }
    guard case .violated(let violation) = try outcome(subject, .maskGrid) else {
      Issue.record("\(try outcome(subject, .maskGrid))")
      return
    }
    #expect(violation.site == .blockNeverAlone)
    #expect(try outcome(subject, .blockEven).isHolding)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a correct subject is quiet`(key: UInt64) throws {
    let subject = try ownStream { _ in
    } after: {
      $1
    }
    #expect(try outcome(subject, .maskGrid, key: key).isHolding)
    guard
      case .holds(.casesAndMaps(let cases, let maps)) = try outcome(subject, .blockEven, key: key)
    else {
      Issue.record("\(try outcome(subject, .blockEven, key: key))")
      return
    }
    #expect(cases > 0 && maps >= 128)
  }

  @Test func `a gamma so large that nothing is alone is not taken for a block`() throws {
    let subject = try ownStream {
      $0.request.configuration.dropProbability = min(
        8 * $0.request.configuration.dropProbability, 1)
    } after: {
      $1
    }
    #expect(try outcome(subject, .maskGrid).isHolding)
  }

  /// The probability that some block of V is never alone in M maps is at most V(1 − q)^M, with q the
  /// least that the law of masks gives to one block; M is the first for which that is small enough.
  @Test func `the wait for lone blocks follows the law of masks`() throws {
    let examination = try examination(.everything(named: "all", version: "0"))
    let plans = examination.plansInUse
    #expect(Set(plans.map(\.map.count)) == [1, 2, 3])
    for plan in plans {
      let blocks = LegalBlocks(
        map: plan.map, sides: plan.map.map { _ in plan.block },
        seedGrid: plan.configuration.seedGrid)
      let patience = try plan.patience(
        positions: blocks.positions, sampler: plan.configuration.sampler, logTail: -25)
      let q = 1 - .exp((-25 - .log(Double(blocks.positions))) / patience.alone)
      #expect(patience.alone > patience.seeded && patience.alone < 8_000, "\(plan)")
      guard blocks.positions <= MaskLaw.mostPositions, blocks.units <= 64 else { continue }
      let law = MaskLaw(blocks, gamma: patience.gamma)
      let alone = (0..<blocks.positions).map { position in
        let mask = blocks.footprint(of: position).reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        return zip(law.masks, law.probabilities).first { $0.0 == mask }?.1 ?? 0
      }
      let least = try #require(alone.min())
      #expect(abs(least - q) <= 1e-9, "\(plan): \(least) and \(q)")
    }
  }

  @Test(arguments: [GammaRuleName.paper, .blockVolume, .calibrated, .fixed])
  func `no rule for gamma makes the wait long`(rule: GammaRuleName) throws {
    var declaration = SubjectDeclaration.everything(named: "all", version: "0")
    declaration.gammaRules = [rule]
    for plan in try examination(declaration).plansInUse {
      let positions = LegalBlocks(
        map: plan.map, sides: plan.map.map { _ in plan.block },
        seedGrid: plan.configuration.seedGrid
      ).positions
      let patience = try plan.patience(
        positions: positions, sampler: plan.configuration.sampler, logTail: -30)
      #expect(patience.alone < 8_000, "\(rule), \(plan)")
    }
  }

  private func examination(_ declaration: SubjectDeclaration) throws -> Examination {
    Examination(
      MaskSubject { _, _, _, _, _ in false }, declaration: declaration, profile: .quick, key: 1,
      ledger: Ledger(accounts: 1))
  }
}
