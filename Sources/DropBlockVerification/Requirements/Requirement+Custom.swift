public import DropBlockGenerators

/// Requirements of your own.
extension Requirement {
  /// A requirement on single cases, which are drawn, shrunk, and replayed by a token.
  ///
  /// ```swift
  /// let magnitude = Requirement(
  ///   "ours.magnitude", demands: "No unit grows by more than a factor of 10.",
  ///   source: "our design, section 3", consequence: "Half precision overflows in the next layer."
  /// ) { subject, draw in
  ///   let question = try subject.drawCase(&draw)
  ///   let output = try subject.result(of: question).output
  ///   for unit in 0..<output.count where abs(output[unit]) > 10 * abs(question.input[unit]) {
  ///     return .fails(Fault("magnitude", on: question, "unit \(unit) became \(output[unit])"))
  ///   }
  ///   return .holds
  /// }
  /// ```
  ///
  /// Only what follows for a single case can be judged: a frequency over cases has no part of the
  /// false-alarm budget here.
  ///
  /// - Parameters:
  ///   - id: A stable identifier, `family.name`, that no other requirement of the run has.
  ///   - demands: What is demanded, in one sentence.
  ///   - source: Where that is said.
  ///   - consequence: What breaks in practice when it is violated.
  ///   - weight: How many cases are drawn, in units of the profile's number; above 0, 1000 at most.
  ///   - missing: What the subject lacks for the requirement to apply; nil where it applies.
  ///   - property: Draws a case, asks it, and says whether it holds.
  public init(
    _ id: RequirementID, demands: String, source: String, consequence: String, weight: Double = 1,
    missing: @escaping @Sendable (SubjectDeclaration) -> String? = { _ in nil },
    property: @escaping @Sendable (JudgedSubject, inout Draw) throws -> PropertyOutcome
  ) {
    self.init(
      id, demands: demands, source: source, consequence: consequence,
      missing: { missing($0.declaration).map(Lack.custom) },
      .property(weight: weight) { examination, draw in
        try property(JudgedSubject(examination), &draw)
      })
    isCustom = true
  }

  /// A requirement on a fixed list of cases.
  ///
  /// - Parameters:
  ///   - id: A stable identifier, `family.name`, that no other requirement of the run has.
  ///   - demands: What is demanded, in one sentence.
  ///   - source: Where that is said.
  ///   - consequence: What breaks in practice when it is violated.
  ///   - missing: What the subject lacks for the requirement to apply; nil where it applies.
  ///   - examples: Asks the cases, and appends what is wrong to a list that is empty at first. What
  ///     was appended counts, also where the subject does not answer a later case.
  public init(
    _ id: RequirementID, demands: String, source: String, consequence: String,
    missing: @escaping @Sendable (SubjectDeclaration) -> String? = { _ in nil },
    examples: @escaping @Sendable (JudgedSubject, inout [Fault]) throws -> Void
  ) {
    self.init(
      id, demands: demands, source: source, consequence: consequence,
      missing: { missing($0.declaration).map(Lack.custom) },
      .examples { examination in
        let before = examination.casesRun
        var faults: [Fault] = []
        do {
          try examples(JudgedSubject(examination), &faults)
        } catch CaseEnd.fails(let fault) {
          faults.append(fault)
        } catch CaseEnd.discarded where !faults.isEmpty {
          // What the subject lacks does not excuse what it has done.
        } catch CaseEnd.discarded where examination.casesRun > before + 1 {
          throw Undecided(.custom("the subject does not offer one of the cases"))
        }
        faults.forEach(examination.note)
        return faults
      })
    isCustom = true
  }
}

extension Fault {
  /// A fault that a requirement of your own has found, in its own words.
  ///
  /// - Parameters:
  ///   - site: Where it shows, in a few words. Shrinking never leaves it for another.
  ///   - question: The case that shows it.
  ///   - words: What was seen, and what was expected in its place.
  ///   - magnitude: How far off it is: error divided by tolerance, from 1 on; 1 where there is no
  ///     measure. Shrinking prefers cases with a large one.
  public init(_ site: String, on question: SubjectCase, _ words: String, magnitude: Double = 1) {
    self.init(
      .custom(site.isEmpty ? "fault" : site), on: .request(question), .custom(words),
      magnitude: magnitude)
  }

  /// A fault in the values of a schedule, in the requirement's own words.
  ///
  /// - Parameters:
  ///   - site: Where it shows, in a few words.
  ///   - schedule: What was asked.
  ///   - words: What was seen, and what was expected in its place.
  public init(_ site: String, on schedule: ScheduleCase, _ words: String) {
    self.init(.custom(site.isEmpty ? "fault" : site), on: .schedule(schedule), .custom(words))
  }
}

/// Why a requirement could not be decided, thrown from its depths.
struct Undecided: Error {
  let doubt: Doubt

  init(_ doubt: Doubt) { self.doubt = doubt }
}

extension PropertyOutcome {
  /// The case shows a fault.
  public static func fails(_ fault: Fault) -> PropertyOutcome { .fails(PropertyFailure(fault)) }
}
