import DropBlockContract
import DropBlockGenerators
import DropBlockPlatform
import DropBlockReference

/// A statement of a requirement, and a fault of the smallest size that it is said to find.
package struct PowerExperiment: Sendable {
  /// The requirement's identifier.
  package let requirement: RequirementID

  /// What is off.
  package let target: PlantedTarget

  /// The size of the fault, with its sign.
  package let size: Double

  /// How many maps or cases it may take.
  package let sample: Int

  let profile: VerificationProfile
  let budget: Double
  let trial: @Sendable (any Subject, VerificationProfile, Double, UInt64) throws -> Int?

  /// Plants the fault in a correct subject and judges it once.
  ///
  /// - Parameters:
  ///   - subject: A correct subject with the normative random stream.
  ///   - key: From which the maps, the cases and the fault's chance follow.
  /// - Returns: After how many maps or cases the fault was found; nil if it was not.
  /// - Throws: What the subject throws.
  package func run(_ subject: any Subject, key: UInt64) throws -> Int? {
    try trial(subject, profile, budget, key)
  }

  /// The experiments of a run: for each requirement its statements about the declared defaults, with
  /// a fault in the quantity of the largest and the smallest mean, upwards and downwards.
  ///
  /// - Throws: A `DropBlockError` if the subject's declaration allows no survey.
  package static func all(_ run: VerificationRun) throws -> [PowerExperiment] {
    let examination = run.examination()
    let part = run.budget / Double(max(run.requirements.count { $0.isStatistical }, 1))
    var experiments: [PowerExperiment] = []
    for requirement in run.requirements where requirement.missing(examination) == nil {
      switch requirement.judgement {
      case .hypotheses(let hypotheses, _):
        let tests = examination.tests(of: try hypotheses(examination))
        for (index, test) in tests.enumerated()
        where test.hypothesis.survey.plan == tests[0].hypothesis.survey.plan {
          experiments += try statement(requirement, hypotheses, index, test, run.profile, part)
        }
      case .property(let weight, _):
        let cases = run.cases(of: requirement, weight: weight, examination)
        let rows = requirement.pairs(of: examination.declaration)?.rows.count ?? 0
        let share = 1 - Double.pow(Sensitivity.miss, 1 / Double(max(cases - rows, 1)))
        experiments.append(refusals(requirement, share, cases, run.profile, part))
      case .frequencies where requirement.id == .rateOptions:
        experiments += try options(run, part)
      case .examples, .frequencies:
        continue
      }
    }
    return experiments
  }

  /// The faults of one hypothesis.
  private static func statement(
    _ requirement: Requirement,
    _ hypotheses: @escaping @Sendable (Examination) throws -> [Hypothesis], _ index: Int,
    _ test: (hypothesis: Hypothesis, share: Double, logLevel: Double),
    _ profile: VerificationProfile,
    _ budget: Double
  ) throws -> [PowerExperiment] {
    let hypothesis = test.hypothesis
    let sensitivities = Sensitivity.of(
      hypothesis, maps: hypothesis.survey.plan.maps, logLevel: test.logLevel)
    let means = hypothesis.quantities.map(\.mean)
    var chosen: [Int] = [0]
    if means.count > 2 {
      chosen = [
        means.indices.max { means[$0] < means[$1] } ?? 0,
        means.indices.filter { means[$0] > 0 }.min { means[$0] < means[$1] } ?? 0,
      ]
    }
    var experiments: [PowerExperiment] = []
    for quantity in Set(chosen).sorted() {
      let sensitivity = sensitivities[quantity]
      for size in [sensitivity.below.map { -$0 }, sensitivity.above] {
        guard let size, size != 0,
          let fault = try fault(hypothesis, quantity: quantity, size: size)
        else { continue }
        let share = test.share
        experiments.append(
          PowerExperiment(
            requirement: requirement.id,
            target: .means(
              hypothesis.site, law: means.count > 2 ? means[quantity] : nil, hypothesis.measure),
            size: size, sample: hypothesis.survey.plan.maps, profile: profile, budget: budget
          ) { subject, profile, budget, key in
            let examination = Examination(
              DistortedSubject(subject, fault, key: key), declaration: subject.declaration,
              profile: profile, key: key, ledger: Ledger(budget: budget * share, accounts: 1))
            let report = try examination.judge([try hypotheses(examination)[index]])
            return report.failures.isEmpty ? nil : report.maps
          })
      }
    }
    return experiments
  }

  /// The fault of a size in one quantity of a hypothesis; nil where none is known.
  private static func fault(
    _ hypothesis: Hypothesis, quantity: Int, size: Double
  ) throws -> PlantedFault? {
    let survey = hypothesis.survey
    switch hypothesis.site {
    case .relation(let relation): return .repeated(relation, of: survey, share: size)
    case .droppedShare: return try .share(survey, relative: size)
    case .position: return .unit(quantity, of: survey, by: size)
    case .pair: return .pair(quantity, of: survey, by: size)
    case .partOfAMap: return .part(of: survey, share: size)
    case .mask where size > 0:
      let law = MaskLaw(survey)
      return .mask(
        law.masks[quantity], probability: law.probabilities[quantity], of: survey, by: size)
    default: return nil
    }
  }

  /// A share of the cases of a property that is refused.
  private static func refusals(
    _ requirement: Requirement, _ share: Double, _ cases: Int, _ profile: VerificationProfile,
    _ budget: Double
  ) -> PowerExperiment {
    PowerExperiment(
      requirement: requirement.id, target: .cases, size: share, sample: cases,
      profile: profile, budget: budget
    ) { subject, profile, budget, key in
      var profile = profile
      profile.shrinkEvaluations = 0
      let run = VerificationRun(
        DistortedSubject(subject, .refusal(share: share), key: key), by: [requirement],
        profile: profile, key: key)
      guard let verdict = run.judged().verdicts.first, case .violated = verdict.outcome else {
        return nil
      }
      return verdict.cases
    }
  }
}
