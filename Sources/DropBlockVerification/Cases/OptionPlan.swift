/// Which values of the options are to meet in the next case: those of which least is known.
struct OptionPlan {
  /// How many nats of information a target needs: the evidence against a gamma that is halved or
  /// doubled there comes to about as many, in the mean.
  static let needed = 60.0

  /// The most that one case counts for: many middling calls say more than a large one.
  private static let most = 15.0

  /// How often a target may fail before it counts as out of reach.
  private static let attempts = 6

  /// In how many cases a target is asked for before it counts as too poor in information.
  private static let mostTries = 40

  private let targets: [[OptionValue]]
  private let numbers: [Set<OptionValue>: Int]
  private var information: [Double]
  private var failures: [Int]
  private var tries: [Int]
  private var cases = 0
  private let mostCases: Int

  /// The targets of a run.
  init(_ options: OptionCases, depth: OptionDepth) {
    var targets: [[OptionValue]] = []
    for (index, factor) in options.factors.enumerated() {
      for value in factor {
        if depth == .values { targets.append([value]) }
        guard depth == .pairs else { continue }
        for other in options.factors[(index + 1)...].joined() { targets.append([value, other]) }
      }
    }
    self.targets = targets
    numbers = Dictionary(uniqueKeysWithValues: targets.enumerated().map { (Set($1), $0) })
    information = Array(repeating: 0, count: targets.count)
    failures = Array(repeating: 0, count: targets.count)
    tries = failures
    mostCases = depth == .values ? 400 : 4_000
  }

  /// How many targets there are, and of how many enough is known.
  var count: Int { targets.count }
  var reached: Int { information.count { $0 >= Self.needed } }

  /// The part of the work that is done.
  var share: Double {
    information.reduce(0) { $0 + min($1 / Self.needed, 1) } / Double(max(targets.count, 1))
  }

  /// The values that the next case is to have; nil where nothing is left.
  mutating func next() -> [OptionValue]? {
    guard cases < mostCases else { return nil }
    cases += 1
    var best: Int?
    for index in targets.indices
    where information[index] < Self.needed && failures[index] < Self.attempts
      && tries[index] < Self.mostTries
      && information[index] < best.map({ information[$0] }) ?? .infinity
    {
      best = index
    }
    if let best { tries[best] += 1 }
    return best.map { targets[$0] }
  }

  /// Takes in that a case with the wanted values can't be had.
  mutating func fail(_ wanted: [OptionValue]) {
    if let index = numbers[Set(wanted)] { failures[index] += 1 }
  }

  /// Takes in what a case was worth.
  mutating func take(_ wanted: [OptionValue], _ met: [OptionValue], _ information: Double) {
    let met = Set(met)
    if !met.isSuperset(of: wanted) { fail(wanted) }
    let worth = min(information, Self.most)
    for index in targets.indices where met.isSuperset(of: targets[index]) {
      self.information[index] += worth
    }
  }
}
