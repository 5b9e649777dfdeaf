import DropBlockPlatform

/// The judgement of one hypothesis while maps come in: violated, verified, or undecided to the end.
struct HypothesisTest {
  let hypothesis: Hypothesis

  /// ln(1/α): evidence that a correct subject reaches with probability α at most, ever.
  let logLevel: Double

  /// What is found surely, and what is proved not to be there, for each quantity.
  let sensitivities: [Sensitivity]

  private let crowds: [Bettors]
  private let bounds: [Bettors]
  private let quantityOfBound: [Int]

  /// What the evidence says.
  enum Decision {
    /// The mean of a quantity is not the law's; the quantity that is furthest off.
    case violated(Int)

    /// Every quantity is within its sensitivity of the law, but for an error of probability α.
    case verified

    /// Neither.
    case undecided
  }

  init(_ hypothesis: Hypothesis, logLevel: Double) {
    self.hypothesis = hypothesis
    self.logLevel = logLevel
    let sensitivities = Sensitivity.of(
      hypothesis, maps: hypothesis.survey.plan.maps, logLevel: logLevel)
    self.sensitivities = sensitivities
    crowds = hypothesis.quantities.map { Bettors(mean: $0.mean, range: $0.range) }
    var bounds: [Bettors] = []
    var indices: [Int] = []
    for (index, quantity) in hypothesis.quantities.enumerated() {
      // A fault that can't be found can't be ruled out either; one that can't be needs no proof.
      let (below, above) = (sensitivities[index].below ?? 0, sensitivities[index].above ?? 0)
      if below > 0 {
        let mean = quantity.truth(-below).mean
        bounds.append(Bettors(mean: mean, range: quantity.range, side: .above))
        indices.append(index)
      }
      if above > 0 {
        let mean = quantity.truth(above).mean
        bounds.append(Bettors(mean: mean, range: quantity.range, side: .below))
        indices.append(index)
      }
    }
    self.bounds = bounds
    quantityOfBound = indices
  }

  /// The largest of them; nil where one of them has none.
  var sensitivity: Double? {
    let sizes = sensitivities.compactMap(\.size)
    return sizes.count < sensitivities.count ? nil : sizes.max()
  }

  /// Whether no quantity can be off by anything.
  private var isTrivial: Bool {
    hypothesis.quantities.allSatisfy { $0.limits.below == 0 && $0.limits.above == 0 }
  }

  /// ln of the evidence against the law above which all maps are looked at: a correct subject ever shows as much
  /// with probability 1 / 100 at most.
  private static let suspicion = Double.log(100)

  /// The logarithm of the evidence against the law: the mean over the quantities, which is evidence
  /// whatever depends on what.
  func logEvidence(_ observations: Observations) -> (merged: Double, worst: Int) {
    let each = hypothesis.quantities.indices.map {
      crowds[$0].logCapital(hypothesis.quantities[$0].counts(observations))
    }
    let worst = each.indices.max { each[$0] < each[$1] } ?? 0
    return (Double.logMeanExp(each), worst)
  }

  /// What a look says.
  func decide(_ observations: Observations) -> (decision: Decision, logEvidence: Double) {
    let (merged, worst) = logEvidence(observations)
    if merged >= logLevel { return (.violated(worst), merged) }
    let isLast = observations.maps >= hypothesis.survey.plan.maps
    // A mean that is far off to the side that is not bounded is soon proved not to be off to the other.
    if merged >= Self.suspicion, !isLast { return (.undecided, merged) }
    for (bound, index) in zip(bounds, quantityOfBound) {
      if bound.logCapital(hypothesis.quantities[index].counts(observations)) < logLevel {
        return (.undecided, merged)
      }
    }
    // What can't be found surely can't be ruled out early either: then all maps are looked at. Where
    // nothing can be found, nothing has been verified.
    let isProved = sensitivity != nil || (isLast && (!bounds.isEmpty || isTrivial))
    return (isProved ? .verified : .undecided, merged)
  }
}
