import DropBlockContract

/// A function of this process as a subject: any implementation, behind whatever interface it has.
///
/// An implementation that conforms to `DropBlockEngine` is better judged as an ``EngineSubject``, which
/// also sees writes outside of the tensor.
///
/// Inadmissible cases are asked too, to see them refused: of maps with too few axes, or without units,
/// or with another number of elements. A function that traps on them ends the whole test, so check what
/// you index, and throw.
///
/// ```swift
/// let subject = FunctionSubject(declaration) { question in
///   let output = try dropBlock(
///     question.input.elements(as: Float.self), blockSize: 3, key: question.request.key)
///   return SubjectResult(output: TensorBits(output))
/// }
/// ```
public final class FunctionSubject: Subject {
  /// What the function offers.
  public let declaration: SubjectDeclaration

  private let compute: (SubjectCase) throws -> SubjectResult?
  private let makeValues: ((ScheduleCase) throws -> [Double])?
  private let isRefusal: (any Error) -> Bool

  /// Creates a subject.
  ///
  /// - Parameters:
  ///   - declaration: What the function offers; it is asked for nothing else.
  ///   - values: The values of a schedule; nil where the declaration has no schedules.
  ///   - isRefusal: Whether an error says that a case is inadmissible, as a `DropBlockError` always
  ///     does. Of any other error the subject has failed, with the error's description.
  ///   - compute: The output of a case, and its gradient if one is asked for; nil for a case that the
  ///     function does not offer. Tensors are in logical order, whatever the layout of the shape. Where
  ///     there is a `laterKey`, which only a function that declares `.laterForward` is given, it runs
  ///     another forward pass with that key before it computes the gradient.
  public init(
    _ declaration: SubjectDeclaration, values: ((ScheduleCase) throws -> [Double])? = nil,
    isRefusal: @escaping (any Error) -> Bool = { _ in false },
    _ compute: @escaping (SubjectCase) throws -> SubjectResult?
  ) {
    self.declaration = declaration
    self.compute = compute
    self.isRefusal = isRefusal
    makeValues = values
  }

  /// Whether a schedule can be asked for.
  var hasSchedules: Bool { makeValues != nil }

  /// Runs the cases one after another.
  public func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    var answers: [SubjectAnswer] = []
    for question in cases {
      do {
        let result = try compute(question)
        answers.append(result.map(SubjectAnswer.result) ?? .unsupported("it returned nil"))
      } catch {
        answers.append(.refused(try refusal(error, on: question)))
      }
    }
    return answers
  }

  /// The values of a schedule.
  public func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    guard let makeValues else { return .unsupported("it has no schedules") }
    do {
      return .values(try makeValues(schedule))
    } catch {
      return .refused(try refusal(error))
    }
  }

  /// The message of a refusal.
  private func refusal(
    _ error: any Error, on question: SubjectCase? = nil
  ) throws(SubjectFailure) -> String {
    guard error is DropBlockError || isRefusal(error) else {
      var failure = SubjectFailure(.threw("\(error)"))
      failure.question = question
      throw failure
    }
    return "\(error)"
  }
}
