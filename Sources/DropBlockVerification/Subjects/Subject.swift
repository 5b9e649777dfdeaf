public import DropBlockContract

/// Anything that computes DropBlock and can be judged: an engine of this package, a deliberately
/// broken mutant, a process on the other end of a pipe.
///
/// A subject is used by one task at a time.
public protocol Subject: AnyObject {
  /// What the subject says of itself.
  var declaration: SubjectDeclaration { get }

  /// Answers a batch of cases, one answer for each, in order.
  ///
  /// - Throws: A ``SubjectFailure`` when the subject, not its answer, is at fault. The subject is
  ///   usable again afterwards: a child process has been restarted.
  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer]

  /// The values of a schedule at the steps of `schedule`.
  ///
  /// - Throws: As ``run(_:)``.
  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer

  /// Forgets all that it was asked: a child process is ended, and started again before the next question.
  ///
  /// Where a requirement is red, a run asks some of its questions again of a subject that has just been
  /// started, to see whether their answers depend on what was asked before.
  ///
  /// - Returns: Whether it has forgotten; false, the default, of a subject that can't.
  func startAnew() -> Bool
}

extension Subject {
  /// Forgets nothing.
  public func startAnew() -> Bool { false }
}

/// One question to a subject.
public struct SubjectCase: Sendable, Hashable {
  /// Options, shape and layout, key, place in the batch, mode.
  public var request: DropBlockRequest

  /// The tensor, in logical order; the subject lays it out in memory as the request's shape says.
  public var input: TensorBits

  /// The gradient with respect to the output, in logical order, when a backward pass is asked for.
  public var outputGradient: TensorBits?

  /// The key of another forward pass of the same layer, on the same input, between the forward and the
  /// backward pass of the case; nil for none.
  ///
  /// The answer is that of the case without it.
  public var laterKey: UInt64?

  /// Whether the subject's random state goes on from the previous case instead of the key.
  public var continues = false

  /// The number of threads to use; nil leaves it to the subject.
  public var threads: Int?

  /// Whether the output replaces the input in memory.
  public var inPlace = false

  /// Whether the stages that the subject reveals are asked for.
  public var wantsStages = true

  /// Creates a case.
  public init(_ request: DropBlockRequest, input: TensorBits, outputGradient: TensorBits? = nil) {
    self.request = request
    self.input = input
    self.outputGradient = outputGradient
  }
}

/// What a subject says to one case.
public enum SubjectAnswer: Sendable, Hashable {
  /// It computed the case.
  case result(SubjectResult)

  /// It refused the case as inadmissible, with its message.
  case refused(String)

  /// It does not offer what the case asks for.
  case unsupported(String)
}

/// What a subject computed.
public struct SubjectResult: Sendable, Hashable {
  /// The output, in logical order.
  public var output: TensorBits

  /// The gradient with respect to the input, in logical order, if it was asked for.
  public var inputGradient: TensorBits?

  /// The stages the subject reveals; those it does not are nil.
  public var revealed = RevealedStages()

  /// How many elements that belong to no unit were written; 0 where that cannot be seen.
  public var strayWrites = 0

  /// Creates a result.
  public init(output: TensorBits, inputGradient: TensorBits? = nil) {
    self.output = output
    self.inputGradient = inputGradient
  }
}

/// The stages of a computation, as far as a subject reveals them; see `DropBlockStages`.
public struct RevealedStages: Sendable, Hashable {
  /// Gamma.
  public var gamma: Double?

  /// True where a block starts; row-major over the seed grid.
  public var seeds: [Bool]?

  /// True where a unit is dropped; logical order.
  public var mask: [Bool]?

  /// Units not dropped, per scope.
  public var keptCounts: [Int]?

  /// The factor of each scope.
  public var scales: [Double]?

  /// How many 32-bit random words were drawn.
  public var randomWords: Int?

  /// Creates stages of which nothing is revealed.
  public init() {}
}

/// A schedule, and the steps at which its values are asked for.
public struct ScheduleCase: Sendable, Hashable {
  /// Which schedule.
  public var schedule: ScheduleRule

  /// The steps, in the order in which a training run passes them.
  public var steps: [Int]

  /// The index in `steps` before which the subject saves its state, starts afresh and loads it.
  public var resumesBefore: Int?

  /// Creates a case.
  public init(_ schedule: ScheduleRule, steps: [Int], resumesBefore: Int? = nil) {
    self.schedule = schedule
    self.steps = steps
    self.resumesBefore = resumesBefore
  }
}

/// A rule for the drop probability, or for the factor on gamma, over a training run.
public enum ScheduleRule: Sendable, Hashable {
  /// From one drop probability to another over a number of values, both ends included.
  case linear(from: Double, to: Double, steps: Int)

  /// The paper's: keep_prob from 1 to its target over a number of steps.
  case paper(target: Double, steps: Int)

  /// The paper's factor on gamma; the steps are group numbers.
  case groups
}

/// What a subject says to a schedule case.
public enum ScheduleAnswer: Sendable, Hashable {
  /// One value per step.
  case values([Double])

  /// It refused the schedule as inadmissible, with its message.
  case refused(String)

  /// It does not offer that schedule.
  case unsupported(String)
}
