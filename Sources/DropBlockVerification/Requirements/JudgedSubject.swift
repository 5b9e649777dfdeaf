public import DropBlockContract
public import DropBlockGenerators

/// The subject under judgement, as a requirement of your own sees it.
///
/// What it throws belongs to the suite, and must be let through: it ends the case with the right
/// verdict where the subject refuses the case, does not offer it, or fails.
public struct JudgedSubject {
  let examination: Examination

  init(_ examination: Examination) { self.examination = examination }

  /// What the subject is judged by.
  public var declaration: SubjectDeclaration { examination.declaration }

  /// The key of the run, from which the keys of a fixed list of cases should follow.
  public var key: UInt64 { examination.key }

  /// Whether the subject offers something.
  public func offers(_ capability: SubjectCapability) -> Bool { examination.offers(capability) }

  /// Draws a case that the subject says it can answer, with an input of which no element is 0.
  ///
  /// So the mask can be read off the output. Shrinking makes the case simple: few samples, channels
  /// and units, plain options, small keys.
  ///
  /// - Parameters:
  ///   - draw: Where its choices come from.
  ///   - withGradient: Whether a backward pass is asked for as well. Of a subject without one no case
  ///     is judged, and the requirement does not apply.
  public func drawCase(_ draw: inout Draw, withGradient: Bool = false) throws -> SubjectCase {
    guard !withGradient || offers(.backward) else { throw CaseEnd.discarded }
    return try examination.readableCase(examination.space(), gradient: withGradient, &draw)
  }

  /// A case of the declared defaults: one block size and drop probability, on an input of ones.
  ///
  /// - Parameters:
  ///   - shape: Samples, channels and map. The declaration says which ranks and layouts there are.
  ///   - blockSize: The side of the block; a subject that offers one kind of blocks is asked for that.
  ///   - dropProbability: The drop probability, 0…1.
  ///   - key: The random key.
  /// - Throws: A `DropBlockError` for a request that is inadmissible.
  public func defaultCase(
    _ shape: Shape, blockSize: Int, dropProbability: Double, key: UInt64
  ) throws(DropBlockError) -> SubjectCase {
    let configuration = examination.configuration(
      block: blockSize, p: dropProbability, on: shape.spatial)
    let request = DropBlockRequest(configuration, shape: shape, key: key)
    try request.validate()
    return SubjectCase(
      request, input: TensorBits(repeating: 1, count: shape.unitCount, as: examination.plainType))
  }

  /// Asks a case.
  public func answer(to question: SubjectCase) throws -> SubjectAnswer {
    try examination.ask(question)
  }

  /// Asks a case that is to be computed: a refusal violates the requirement.
  public func result(of question: SubjectCase) throws -> SubjectResult {
    try examination.ask(question).result(to: question)
  }

  /// Which units were dropped, in logical order: those of which the output is 0.
  ///
  /// It is the mask where the case's input has no 0, as those of ``drawCase(_:withGradient:)``.
  public func mask(of result: SubjectResult) -> [Bool] {
    (0..<result.output.count).map { result.output[$0] == 0 }
  }

  /// The values of a schedule.
  public func values(_ schedule: ScheduleCase) throws -> ScheduleAnswer {
    examination.casesRun += 1
    return try examination.subject.values(schedule)
  }
}
