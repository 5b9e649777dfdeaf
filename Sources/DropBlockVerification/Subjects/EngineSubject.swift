public import DropBlockContract

/// An engine of this process as a subject: the reference, the fast kernels, a mutant.
///
/// Tensors are laid out in memory as the case's layout says, at a base address that changes from case
/// to case, between guard bands; an engine that writes to an element it does not own is found out.
public final class EngineSubject: Subject {
  /// What the engine offers.
  public let declaration: SubjectDeclaration

  private let makeEngine: (Int?) -> any DropBlockEngine
  private let makeValues: (ScheduleCase) throws(DropBlockError) -> [Double]
  var casesRun = 0

  /// Creates a subject.
  ///
  /// - Parameters:
  ///   - declaration: What the engine offers.
  ///   - engine: The engine for a number of threads; nil leaves the number to the engine.
  ///   - values: The values of a schedule; not asked for where the declaration has none.
  public init(
    _ declaration: SubjectDeclaration, engine: @escaping (Int?) -> any DropBlockEngine,
    values: @escaping (ScheduleCase) throws(DropBlockError) -> [Double] = {
      (_: ScheduleCase) in []
    }
  ) {
    self.declaration = declaration
    makeEngine = engine
    makeValues = values
  }

  /// Runs the cases one after another.
  public func run(_ cases: [SubjectCase]) -> [SubjectAnswer] {
    cases.map(answer)
  }

  /// The engine's schedule values.
  public func values(_ schedule: ScheduleCase) -> ScheduleAnswer {
    do { return .values(try makeValues(schedule)) } catch { return .refused("\(error)") }
  }

  private func answer(_ question: SubjectCase) -> SubjectAnswer {
    casesRun += 1
    let engine = makeEngine(question.threads)
    do {
      switch question.input.elementType {
      case .float16: return .result(try compute(question, engine, as: Float16.self))
      case .bfloat16: return .result(try compute(question, engine, as: BFloat16.self))
      case .float32: return .result(try compute(question, engine, as: Float.self))
      case .float64: return .result(try compute(question, engine, as: Double.self))
      }
    } catch {
      return .refused("\(error)")
    }
  }

  private func compute<Element: DropBlockElement>(
    _ question: SubjectCase, _ engine: any DropBlockEngine, as type: Element.Type
  ) throws(DropBlockError) -> SubjectResult {
    let request = question.request
    var stray = 0
    func forward(_ request: DropBlockRequest) throws(DropBlockError) -> TensorBits {
      try pass(question.input, question, as: type, stray: &stray) {
        (input: Span<Element>, output: inout MutableSpan<Element>) throws(DropBlockError) in
        question.inPlace
          ? try engine.forward(inPlace: &output, request)
          : try engine.forward(input, request, into: &output)
      }
    }
    var result = SubjectResult(output: try forward(request))
    if let laterKey = question.laterKey {
      var later = request
      later.key = laterKey
      _ = try forward(later)
    }
    if let gradient = question.outputGradient {
      result.inputGradient = try pass(gradient, question, as: type, stray: &stray) {
        (input: Span<Element>, output: inout MutableSpan<Element>) throws(DropBlockError) in
        question.inPlace
          ? try engine.backward(inPlace: &output, request)
          : try engine.backward(input, request, into: &output)
      }
    }
    result.strayWrites = stray
    if question.wantsStages, !declaration.reveals.isEmpty {
      let stages = try engine.stages(request)
      result.revealed.gamma = stages.gamma
      result.revealed.seeds = stages.seeds
      result.revealed.mask = stages.mask
      result.revealed.keptCounts = stages.keptCounts
      result.revealed.scales = stages.scales
      result.revealed.randomWords = stages.randomWords
    }
    return result
  }
}
