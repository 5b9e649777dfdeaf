import DropBlockPlatform

/// Statements on means that stand or fall together: what the exact law says of one survey.
struct Hypothesis {
  /// What it is about.
  let site: FaultSite

  /// The survey that shows it.
  let survey: Survey

  /// What has these means.
  let quantities: [Quantity]

  /// The share of the requirement's part of the budget, in relation to its other hypotheses.
  var weight = 1.0

  /// What the size of a fault is.
  let measure: FaultMeasure

  /// What was seen, expected and got, for the quantity that is furthest off.
  let deviation: (Observations, Int) -> Evidence.Deviation

  /// What it is about, and where it is looked at.
  var statement: Statement { .means(site, survey.plan) }

  /// What was seen of a quantity that is off, and how sure that is.
  func fault(_ seen: Observations, _ quantity: Int, logEvidence: Double) -> Fault {
    let frequency = Evidence.Frequency(
      maps: seen.maps, deviation: deviation(seen, quantity), logEvidence: logEvidence)
    return Fault(site, on: .survey(survey.plan), .frequency(frequency))
  }
}

/// One bounded quantity, seen once in every map or pair of maps, independently.
struct Quantity {
  /// Its mean under the exact law, 0…1.
  let mean: Double

  /// Observations are whole numbers 0…range, divided by this.
  let range: Int

  /// How often each value was seen.
  let counts: (Observations) -> [Int]

  /// How many observations a number of maps gives.
  var observationsPerMap = 1.0

  /// The largest faults that can be, downwards and upwards.
  let limits: (below: Double, above: Double)

  /// What the quantity is under a fault of a size.
  ///
  /// The size is negative where there is too little of it; size 0 is the law.
  let truth: (Double) -> Detection.Truth

  /// A coin of a probability; a fault's size is what is added to it.
  static func coin(
    _ probability: Double, counts: @escaping (Observations) -> [Int]
  ) -> Quantity {
    Quantity(
      mean: probability, range: 1, counts: counts, limits: (probability, 1 - probability)
    ) { .coin(min(max(probability + $0, 0), 1)) }
  }
}

/// The smallest faults that a hypothesis finds with the maps of its plan, for each quantity.
struct Sensitivity {
  /// The probability with which such faults are missed, at most.
  static let miss = 1e-6

  /// The size of the fault downwards and upwards; nil where none that can be is found surely.
  var below: Double?
  var above: Double?

  /// The larger of both.
  var size: Double? {
    guard let below, let above else { return nil }
    return max(below, above)
  }

  /// The sensitivities of all quantities of a hypothesis, and of its proof that none is off by more.
  ///
  /// - Parameters:
  ///   - maps: How many maps are looked at.
  ///   - logLevel: ln(1/α) of the hypothesis.
  ///   - miss: The probability of a miss that is put up with.
  static func of(
    _ hypothesis: Hypothesis, maps: Int, logLevel: Double, miss: Double = miss
  ) -> [Sensitivity] {
    var known: [Double: Sensitivity] = [:]
    return hypothesis.quantities.map { quantity in
      if let sensitivity = known[quantity.mean] { return sensitivity }
      let sensitivity = of(
        quantity, among: hypothesis.quantities.count, maps: maps, logLevel: logLevel, miss: miss)
      known[quantity.mean] = sensitivity
      return sensitivity
    }
  }

  private static func of(
    _ quantity: Quantity, among count: Int, maps: Int, logLevel: Double, miss: Double
  ) -> Sensitivity {
    let observations = Int(Double(maps) * quantity.observationsPerMap)
    let crowd = Bettors.stakesPerSide
    // The evidence against the law is the mean over all quantities; that none is off, the least.
    let red = Detection(
      observations: observations, logThreshold: logLevel + Double.log(Double(count)), miss: miss)
    let green = Detection(
      observations: observations, logThreshold: logLevel, miss: miss / Double(2 * count))
    func smallest(_ sign: Double, _ limit: Double) -> Double? {
      guard limit > 0 else { return 0 }
      let found = red.smallestFault(upTo: limit, bettors: 2 * crowd) {
        (quantity.truth(sign * $0), quantity.mean)
      }
      let proved = green.smallestFault(upTo: limit, bettors: crowd) {
        (quantity.truth(0), quantity.truth(sign * $0).mean)
      }
      guard let found, let proved else { return nil }
      return max(found, proved)
    }
    return Sensitivity(
      below: smallest(-1, quantity.limits.below), above: smallest(1, quantity.limits.above))
  }
}
