import DropBlockContract
package import DropBlockGenerators

extension Requirement {
  /// The table of pairs of options that the generated cases begin with.
  ///
  /// - Parameter declaration: What the subject offers.
  /// - Returns: A table whose rows every run takes first; nil for a requirement that draws no
  ///   requests, and for one that does not apply to the subject.
  package func pairs(of declaration: SubjectDeclaration) -> PairwiseTable? {
    // What somebody else wrote is not called to see what it would ask.
    guard !isCustom, case .property(_, let property) = judgement else { return nil }
    let listener = OptionListener(declaration: declaration)
    let examination = Examination(
      listener, declaration: declaration, profile: .quick, key: 0,
      ledger: Ledger(budget: 1e-9, accounts: 0))
    guard missing(examination) == nil else { return nil }
    var draw = Draw(bytes: [])
    // The case ends with its first question.
    _ = try? property(examination, &draw)
    return listener.options?.table
  }
}

extension Examination {
  /// Draws a request of a space and the number format of its tensor.
  func drawRequest(
    _ space: RequestSpace, as types: [ElementType], _ draw: inout Draw
  ) throws(Rejection) -> (request: DropBlockRequest, type: ElementType) {
    var space = space
    space.elementTypes = types
    if let listener = subject as? OptionListener { listener.options = space.options }
    return try space.drawTyped(&draw)
  }
}

/// A subject that declares what another does, remembers the options that it would be asked with,
/// and answers nothing.
private final class OptionListener: Subject {
  let declaration: SubjectDeclaration
  var options: RequestOptions?

  init(declaration: SubjectDeclaration) { self.declaration = declaration }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    throw SubjectFailure(.closedPipe)
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    throw SubjectFailure(.closedPipe)
  }
}
