import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct LimitingCasesTests {
  private func judged(
    _ subject: any Subject, key: UInt64 = 7, only ids: Set<RequirementID> = []
  ) throws -> VerificationSummary {
    try VerificationRun(
      subject, by: Requirement.all.filter { ids.isEmpty || ids.contains($0.id) }, profile: .brief,
      key: key
    ).run()
  }

  /// What is said of a subject, cause by cause.
  private func sentences(_ summary: VerificationSummary) -> [String] {
    summary.explanation.causes.map(\.sentence)
  }

  @Test(arguments: LimitingSubject.Part.allCases)
  func `a layer without blocks that does what it declares is green`(part: LimitingSubject.Part)
    throws
  {
    let summary = try judged(LimitingSubject(part))
    #expect(summary.conclusion == .conforms, "\(part): \(summary)")
    #expect(summary.requirements("inconclusive").isEmpty, "\(part): \(summary)")
  }

  @Test(arguments: [OfferedBlocks.one, .map])
  func `the reference is green where only these blocks can be asked for`(blocks: OfferedBlocks)
    throws
  {
    var declaration = SubjectDeclaration.everything(named: "reference", version: "0")
    declaration.blocks = blocks
    declaration.scales = [.expectation]
    declaration.capabilities.remove(.threads)
    declaration.schedules = []
    if blocks == .map {
      declaration.seedGrids = [.valid]
      // Maps would hardly ever be dropped.
      declaration.gammaRules.removeAll { $0 == .blockVolume }
    }
    let summary = try judged(
      EngineSubject(declaration, engine: { _ in ReferenceEngine() }))
    #expect(summary.conclusion == .conforms, "\(blocks): \(summary)")
  }

  @Test func `a factor of 1 / p is told where 1 / (1 - p) is declared`() throws {
    let subject = LimitingSubject(.unit)
    subject.factor = { 1 / $0 }
    let summary = try judged(subject)
    #expect(
      sentences(summary) == [
        "kept units are multiplied by 1 / p: the probability of dropping is taken for that of keeping"
      ], "\(summary)")
  }

  @Test(arguments: LimitingSubject.Part.allCases)
  func `units that are not scaled are told as such`(part: LimitingSubject.Part) throws {
    let subject = LimitingSubject(part)
    subject.factor = { _ in 1 }
    let summary = try judged(subject)
    #expect(
      sentences(summary) == ["kept units are multiplied by 1: kept units are not scaled"],
      "\(summary)")
  }

  @Test func `units that are dropped where maps are declared are told as such`() throws {
    let subject = LimitingSubject(.unit)
    subject.declaration.blocks = .map
    let said = sentences(try judged(subject))
    #expect(
      said.count == 1
        && said[0].hasPrefix("single units are dropped, as dropout does, not blocks"), "\(said)")
  }

  @Test(arguments: [LimitingSubject.Part.map, .sample])
  func `maps that are dropped where units are declared are told as such`(
    part: LimitingSubject.Part
  ) throws {
    let subject = LimitingSubject(part)
    subject.declaration.blocks = .one
    let said = sentences(try judged(subject))
    #expect(
      said.count == 1
        && said[0].hasPrefix("whole maps are dropped, as dropout of channels does"), "\(said)")
  }

  @Test(arguments: LimitingSubject.Part.allCases)
  func `a probability that is halved is told as such`(part: LimitingSubject.Part) throws {
    let subject = LimitingSubject(part)
    subject.probability = { $0 / 2 }
    let said = sentences(try judged(subject))
    #expect(said.first?.contains("gamma is computed from half of p") ?? false, "\(said)")
  }

  @Test func `samples that are dropped where maps are declared share their channels' masks`() throws
  {
    let subject = LimitingSubject(.sample)
    subject.declaration.sharings = [[]]
    let said = sentences(try judged(subject))
    #expect(said == ["all channels of a sample have one mask"], "\(said)")
  }
}
