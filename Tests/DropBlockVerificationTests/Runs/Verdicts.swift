@testable import DropBlockVerification

/// A requirement that is red, with what explains it.
func verdict(
  _ id: RequirementID, _ site: FaultSite, _ diagnosis: Diagnosis? = nil
) -> Verdict {
  Verdict(
    requirement: id,
    outcome: .violated(
      Violation(Fault(site, .custom("m")), diagnosis: diagnosis, replay: "r")),
    cases: 1, seconds: 0)
}

/// Rates that are off where options have some values.
func ratesOff(
  _ departure: Evidence.Departure, where values: [OptionValue] = [], share: Double = 0.5
) -> Verdict {
  let isSure = departure == .impossible
  let seen = Evidence.Options(
    values: values, departure: departure, calls: 9, maps: 90, expectedBlocks: 1, expectedShare: 0.5,
    share: share, certainCalls: isSure ? 3 : 0, impossibleCalls: isSure ? 3 : 0, undefinedCalls: 0,
    logEvidence: isSure ? .infinity : 30)
  return Verdict(
    requirement: .rateOptions,
    outcome: .violated(Violation(Fault(.shareOfOptions, .options(seen)), replay: "r")), cases: 9,
    seconds: 0)
}

/// A diagnosis that names rules about factors, from one failing case.
func known(
  _ faults: KnownFault..., besides: Explanation.Besides? = nil,
  confidence: Diagnosis.Confidence = .certain
) -> Diagnosis {
  let explanations = faults.map { Explanation([$0], besides: besides) }
  return Diagnosis(
    explanation: explanations.first, equivalents: Array(explanations.dropFirst()),
    confidence: confidence, evidence: .cases(CaseEvidence(topic: .factor, cases: 1)))
}

/// A formula for the factor with one change.
func factor(_ change: (inout FactorFormula) -> Void) -> FactorFormula {
  var formula = FactorFormula()
  change(&formula)
  return formula
}

/// What is wrong where these are red.
func explained(_ verdicts: [Verdict], state: KnownFault? = nil) -> RunExplanation {
  RunExplanation(verdicts, demands: { "demand of \($0)" }, state: state)
}
