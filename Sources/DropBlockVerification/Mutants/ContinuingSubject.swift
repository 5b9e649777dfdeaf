import DropBlockContract
import DropBlockReference

/// A subject whose random state goes on from call to call, made from one that is given a key.
final class ContinuingSubject: Subject {
  private let own: EngineSubject
  private var stream = SplitMix64(0)

  var declaration: SubjectDeclaration { own.declaration }

  init(_ own: EngineSubject) { self.own = own }

  func run(_ cases: [SubjectCase]) -> [SubjectAnswer] {
    cases.flatMap { question in
      if !question.continues { stream = SplitMix64(question.request.key) }
      var keyed = question
      if draws(question.request) { keyed.request.key = stream.next() }
      return own.run([keyed])
    }
  }

  func values(_ schedule: ScheduleCase) -> ScheduleAnswer { own.values(schedule) }

  /// Whether a request takes random numbers: not if it is the identity, nor if it is refused.
  private func draws(_ request: DropBlockRequest) -> Bool {
    guard request.mode == .training, (try? request.validate()) != nil else { return false }
    let gamma = try? Gamma.value(configuration: request.configuration, map: request.shape.spatial)
    return gamma != 0
  }
}
