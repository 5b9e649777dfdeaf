/// A drop probability that changes while a network is trained.
///
/// It is a pure function of the step: there is no state to save, and none to lose when training resumes.
///
/// Source: specification section 8.
public protocol DropProbabilitySchedule: Sendable {
  /// The drop probability at a step.
  ///
  /// - Parameter step: The number of steps before this one; a negative one counts as 0.
  /// - Returns: p, 0…1.
  func value(at step: Int) -> Double
}
