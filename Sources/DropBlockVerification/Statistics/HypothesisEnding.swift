/// How the judgement of a hypothesis ended.
struct HypothesisEnding {
  let hypothesis: Hypothesis
  let observations: Observations

  /// The largest fault that would not surely have been found, and that is ruled out if the
  /// hypothesis is verified; nil where even the largest that can be might be missed.
  let sensitivity: Double?

  /// How many quantities can't surely be found off on one side, or on either.
  let oneSided: Int
  let decision: HypothesisTest.Decision

  /// The logarithm of the evidence against the law, in the end.
  let logEvidence: Double
}
