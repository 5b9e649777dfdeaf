public import DropBlockContract

/// The paper's schedule: keep_prob goes linearly from 1 to its target (specification, section 8).
///
/// With p the target drop probability, value(t) = (p · t) / T for t < T, and p from step T on.
public struct PaperSchedule: DropProbabilitySchedule, Hashable {
  /// p, the drop probability that is reached at step T.
  public let target: Double

  /// T, the number of steps until then.
  public let steps: Int

  /// Creates a schedule that reaches its target after `steps` steps.
  ///
  /// - Parameters:
  ///   - target: p, 0…1.
  ///   - steps: T, at least 1.
  /// - Throws: ``DropBlockError/scheduleValue(_:_:)`` or ``DropBlockError/scheduleSteps(_:atLeast:)``.
  public init(target: Double, steps: Int) throws(DropBlockError) {
    guard target >= 0, target <= 1 else { throw .scheduleValue("target", target) }
    guard steps >= 1 else { throw .scheduleSteps(steps, atLeast: 1) }
    self.target = target
    self.steps = steps
  }

  /// The drop probability at a step; a negative step counts as 0.
  public func value(at step: Int) -> Double {
    step < steps ? (target * Double(max(step, 0))) / Double(steps) : target
  }
}
