public import DropBlockContract

/// The paper's schedule: keep_prob goes linearly from 1 to its target, and then stays.
///
/// A pure function of the step: there is no state to lose when training resumes.
///
/// Source: specification section 8; the paper, section 3, "Scheduled DropBlock".
public struct ReferencePaperSchedule: DropProbabilitySchedule, Hashable {
  /// p, the drop probability that is reached.
  public let target: Double

  /// T, the step from which on it is reached.
  public let steps: Int

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - target: p, the drop probability (1 − keep_prob) at the end, 0…1.
  ///   - steps: T, at least 1.
  /// - Throws: ``DropBlockError/scheduleValue(_:_:)`` or
  ///   ``DropBlockError/scheduleSteps(_:atLeast:)``.
  public init(target: Double, steps: Int) throws(DropBlockError) {
    guard target >= 0, target <= 1 else { throw .scheduleValue("target", target) }
    guard steps >= 1 else { throw .scheduleSteps(steps, atLeast: 1) }
    self.target = target
    self.steps = steps
  }

  /// The drop probability at a step: (p · t) / T for t < T, then p.
  ///
  /// - Parameter step: t; a negative step counts as 0.
  public func value(at step: Int) -> Double {
    let t = max(step, 0)
    if t >= steps { return target }
    return (target * Double(t)) / Double(steps)
  }
}
