/// Which known wrong ways to compute a schedule explain every failing case of a requirement.
///
/// A case in which two of them give the same values counts for neither: what is left at the end is told
/// together.
struct ScheduleDiagnosis {
  /// What explains every case.
  private var explaining = WrongSchedule.all

  /// How many failing cases were looked at.
  private var cases = 0

  /// How many others there were, whose values are off by no more than another rounding comes to.
  private var roundings = 0

  /// Takes in a case and the values of its steps, which are not those asked for.
  mutating func add(_ question: ScheduleCase, _ values: [Double]) {
    let asked = question.steps.map { ScheduleValues.value(question.schedule, at: $0) }
    // Such a case tells no rule from the schedule that is asked for.
    guard !Self.areNear(asked, values, question) else {
      roundings += 1
      return
    }
    cases += 1
    explaining.removeAll { wrong in
      wrong.values(question).map { !Self.areNear($0, values, question) } ?? true
    }
  }

  /// What is wrong; nil where no schedule failed.
  var diagnosis: Diagnosis? {
    if cases > 0 { return Self.diagnosis(explaining.map(\.rule), cases) }
    return roundings > 0 ? Self.diagnosis([WrongSchedule.rounding], roundings) : nil
  }

  private static func diagnosis(_ rules: [Rule], _ cases: Int) -> Diagnosis {
    let explanations = rules.map { Explanation([.schedule($0)]) }
    return Diagnosis(
      explanation: explanations.first, equivalents: Array(explanations.dropFirst()),
      evidence: .cases(CaseEvidence(topic: .schedule, cases: cases)))
  }

  /// Whether values are those of a rule, but for the order in which they are evaluated.
  private static func areNear(
    _ given: [Double], _ values: [Double], _ question: ScheduleCase
  ) -> Bool {
    let allowance = ScheduleValues.allowance(question.schedule)
    // What a rule gives may be far beyond the ends, and is rounded accordingly.
    return given.count == values.count
      && zip(given, values).allSatisfy { abs($0 - $1) <= max(allowance, 4 * abs($0).ulp) }
  }
}
