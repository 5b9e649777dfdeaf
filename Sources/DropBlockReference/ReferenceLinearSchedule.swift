public import DropBlockContract

/// A drop probability that goes linearly from one value to another, and then stays.
///
/// A pure function of the step: there is no state to lose when training resumes.
///
/// ```swift
/// let schedule = try ReferenceLinearSchedule(from: 0, to: 0.25, steps: 5)
/// schedule.value(at: 3)  // 0.1875
/// ```
///
/// Source: specification section 8.
public struct ReferenceLinearSchedule: DropProbabilitySchedule, Hashable {
  /// a, the drop probability at step 0.
  public let start: Double

  /// z, the drop probability from step n − 1 on.
  public let stop: Double

  /// n, the number of values from `start` to `stop`, both included.
  public let steps: Int

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - start: a, 0…1.
  ///   - stop: z, 0…1; it may be below `start`.
  ///   - steps: n, at least 2.
  /// - Throws: ``DropBlockError/scheduleValue(_:_:)`` or
  ///   ``DropBlockError/scheduleSteps(_:atLeast:)``.
  public init(from start: Double, to stop: Double, steps: Int) throws(DropBlockError) {
    guard start >= 0, start <= 1 else { throw .scheduleValue("from", start) }
    guard stop >= 0, stop <= 1 else { throw .scheduleValue("to", stop) }
    guard steps >= 2 else { throw .scheduleSteps(steps, atLeast: 2) }
    self.start = start
    self.stop = stop
    self.steps = steps
  }

  /// The drop probability at a step: a + ((z − a) · i) / (n − 1) for i < n − 1, then z.
  ///
  /// - Parameter step: i; a negative step counts as 0.
  public func value(at step: Int) -> Double {
    let i = max(step, 0)
    if i >= steps - 1 { return stop }
    return start + ((stop - start) * Double(i)) / Double(steps - 1)
  }
}
