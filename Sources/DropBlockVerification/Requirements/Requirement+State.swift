extension Requirement {
  /// What a run leaves behind: nothing.
  static let state = [
    Requirement(
      .stateLater,
      demands: "The first requests of the run have the same answers at its end.",
      source: "Specification, section 5: no hidden state",
      consequence: "Something changes while training goes on: a mode that flips, a cache that "
        + "fills, a counter that runs over.",
      missing: Missing.capability(.keyed),
      .examples { examination in try examination.judgeFirstQuestionsAgain() })
  ]
}
