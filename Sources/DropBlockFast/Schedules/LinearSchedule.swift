public import DropBlockContract

/// Drop probabilities that go linearly from one value to another (specification, section 8).
///
/// value(i) = a + ((z − a) · i) / (n − 1) for i < n − 1, and z from there on. A pure function of the
/// step: there is nothing to save when training is resumed.
public struct LinearSchedule: DropProbabilitySchedule, Hashable {
  /// a, the value of step 0.
  public let from: Double

  /// z, the value of step n − 1 and of every later one.
  public let to: Double

  /// n, the number of values.
  public let steps: Int

  /// Creates a schedule of `steps` values.
  ///
  /// - Parameters:
  ///   - from: a, 0…1.
  ///   - to: z, 0…1.
  ///   - steps: n, at least 2.
  /// - Throws: ``DropBlockError/scheduleValue(_:_:)`` or ``DropBlockError/scheduleSteps(_:atLeast:)``.
  public init(from: Double, to: Double, steps: Int) throws(DropBlockError) {
    guard from >= 0, from <= 1 else { throw .scheduleValue("from", from) }
    guard to >= 0, to <= 1 else { throw .scheduleValue("to", to) }
    guard steps >= 2 else { throw .scheduleSteps(steps, atLeast: 2) }
    self.from = from
    self.to = to
    self.steps = steps
  }

  /// The drop probability at a step; a negative step counts as 0.
  public func value(at step: Int) -> Double {
    let last = steps - 1
    guard step < last else { return to }
    return from + ((to - from) * Double(max(step, 0))) / Double(last)
  }
}
