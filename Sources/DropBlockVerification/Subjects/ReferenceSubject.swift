import DropBlockContract
import DropBlockReference

/// The schedules of the reference, by schedule case.
enum ReferenceSchedules {
  static func values(_ question: ScheduleCase) throws(DropBlockError) -> [Double] {
    try question.values(
      linear: ReferenceLinearSchedule.init, paper: ReferencePaperSchedule.init,
      group: ReferenceGroupFactors.factor)
  }
}

extension SubjectDeclaration {
  /// Everything the specification knows: what this package's own engines offer.
  public static func everything(named name: String, version: String) -> SubjectDeclaration {
    var declaration = SubjectDeclaration(name: name, version: version)
    declaration.seedGrids = [.valid] + Anchor.allCases.map { .whole($0) }
    declaration.gammaRules = GammaRuleName.allCases
    declaration.sharings = [[], .channels, .samples, [.channels, .samples]]
    // What is fixed may be the expectation as well.
    declaration.scales = ScaleRuleName.allCases.filter { $0 != .expectation }
    declaration.samplers = [.sparse, .bernoulli]
    declaration.oversizedBlocks = OversizedBlock.allCases
    declaration.elementTypes = [.float32, .float64, .float16, .bfloat16]
    declaration.ranks = [2, 1, 3]
    declaration.layouts = LayoutName.allCases
    declaration.schedules = ScheduleName.allCases
    declaration.reveals = Set(StageName.allCases)
    declaration.capabilities = Set(SubjectCapability.allCases).subtracting([.continues])
    return declaration
  }
}

extension EngineSubject {
  /// The reference as a subject.
  package static func reference(version: String) -> EngineSubject {
    var declaration = SubjectDeclaration.everything(named: "reference", version: version)
    // One thread, whatever is asked for: there is nothing to compare.
    declaration.capabilities.remove(.threads)
    return EngineSubject(
      declaration, engine: { _ in ReferenceEngine() },
      values: { (question: ScheduleCase) throws(DropBlockError) in
        try ReferenceSchedules.values(question)
      })
  }
}
