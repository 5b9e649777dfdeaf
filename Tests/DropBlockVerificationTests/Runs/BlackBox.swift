import DropBlockContract
import DropBlockReference

@testable import DropBlockVerification

/// Somebody else's DropBlock: it has a random stream of its own, reveals nothing and offers little.
///
/// Behind it is the reference under keys of its own, with a fault where one is asked for.
final class BlackBox: Subject {
  enum Fault: CaseIterable, Sendable {
    case none, nanLeak, epsilon, evenRefused, blocksShifted, zerosCounted
  }

  var declaration = SubjectDeclaration(name: "black box", version: "3.1")
  private let engine = EngineSubject.reference(version: "0")
  private let fault: Fault
  private var state: UInt64 = 0

  init(_ fault: Fault, isKeyed: Bool = true) {
    self.fault = fault
    if isKeyed { declaration.capabilities = [.keyed] }
  }

  func run(_ cases: [SubjectCase]) -> [SubjectAnswer] { cases.map(answer) }

  func values(_ schedule: ScheduleCase) -> ScheduleAnswer { .unsupported("no schedules") }

  private func answer(_ question: SubjectCase) -> SubjectAnswer {
    if fault == .evenRefused, case .uniform(let side) = question.request.configuration.blockSize,
      side % 2 == 0, side > 0
    {
      return .refused("block size \(side) is even")
    }
    var own = question
    state += 1
    let isKeyed = declaration.capabilities.contains(.keyed)
    var mixer = KeyMixer(isKeyed ? question.request.key : state, salt: 99)
    own.request.key = mixer.next()
    own.request.configuration.sampler = .bernoulli
    own.wantsStages = false
    guard case .result(var result) = engine.run([own])[0] else { return engine.run([own])[0] }
    if fault != .none, let stages = try? ReferenceEngine().stages(own.request) {
      result.output = bent(result.output, own, stages)
    }
    return .result(result)
  }

  private func bent(
    _ output: TensorBits, _ question: SubjectCase, _ stages: DropBlockStages
  ) -> TensorBits {
    guard stages.gamma > 0 else { return output }
    let input = question.input
    let kept = Double(stages.keptCounts[0])
    switch fault {
    case .none, .evenRefused: return output
    case .nanLeak:
      return TensorBits(
        (0..<input.count).map { stages.mask[$0] ? input[$0] * 0 : output[$0] },
        as: input.elementType)
    case .epsilon:
      let factor = Double(Float(Double(input.count) / (kept + 1e-3)))
      return TensorBits(
        (0..<input.count).map { stages.mask[$0] ? 0 : input[$0] * factor }, as: input.elementType)
    case .zerosCounted:
      let left = Double((0..<output.count).count { output[$0] != 0 })
      let factor = Double(Float(Double(input.count) / max(left, 1)))
      return TensorBits(
        (0..<input.count).map { stages.mask[$0] ? 0 : input[$0] * factor }, as: input.elementType)
    case .blocksShifted:
      let width = question.request.shape.spatial.last ?? 1
      return TensorBits(
        (0..<input.count).map {
          $0 % width > 0 && stages.mask[$0 - 1]
            ? 0 : input[$0] * (kept == 0 ? 1 : Double(input.count) / kept)
        }, as: input.elementType)
    }
  }
}
