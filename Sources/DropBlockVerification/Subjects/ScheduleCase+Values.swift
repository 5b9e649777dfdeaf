public import DropBlockContract

extension ScheduleCase {
  /// The values that an implementation's schedules give at the steps of this case.
  ///
  /// ```swift
  /// try question.values(
  ///   linear: LinearSchedule.init, paper: PaperSchedule.init, group: GroupFactors.factor)
  /// ```
  ///
  /// - Parameters:
  ///   - linear: Makes the linear schedule from its first value, its last one and their number.
  ///   - paper: Makes the paper's schedule from its target and its number of steps.
  ///   - group: The factor on gamma in a group of the network.
  /// - Returns: One value per step.
  /// - Throws: What the implementation throws, because it refuses the schedule.
  public func values<Linear: DropProbabilitySchedule, Paper: DropProbabilitySchedule>(
    linear: (_ from: Double, _ to: Double, _ steps: Int) throws(DropBlockError) -> Linear,
    paper: (_ target: Double, _ steps: Int) throws(DropBlockError) -> Paper,
    group: (_ number: Int) throws(DropBlockError) -> Double
  ) throws(DropBlockError) -> [Double] {
    switch schedule {
    case .linear(let from, let to, let steps): values(of: try linear(from, to, steps))
    case .paper(let target, let steps): values(of: try paper(target, steps))
    case .groups: try steps.map(group)
    }
  }

  private func values(of schedule: some DropProbabilitySchedule) -> [Double] {
    steps.map { schedule.value(at: $0) }
  }
}
