/// Which values of the options are to meet in the next case: those of which least is known.
struct OptionPlan {
  /// How often a target may fail before it counts as out of reach.
  private static let attempts = 6

  /// In how many cases a target is asked for before it counts as too poor in evidence.
  private static let mostTries = 80

  /// What the cases are for: single values, or pairs.
  let targets: [[OptionValue]]

  private let numbers: [Set<OptionValue>: Int]
  private var powers: [CellPower]
  private var failures: [Int]
  private var tries: [Int]
  private var cases = 0
  private let mostCases: Int

  /// After so many of them a pair is left that would not get there in all.
  private static let firstTries = 12

  /// The targets of a run.
  ///
  /// - Parameters:
  ///   - options: What can be asked for.
  ///   - depth: Whether single values are targets, or pairs.
  ///   - logThreshold: ln of the capital at which the evidence on a target is enough.
  init(_ options: OptionCases, depth: OptionDepth, logThreshold: Double) {
    var targets: [[OptionValue]] = []
    for (index, factor) in options.factors.enumerated() {
      for value in factor {
        if depth == .values { targets.append([value]) }
        guard depth == .pairs else { continue }
        for other in options.factors[(index + 1)...].joined()
        where OptionCases.canMeet(value, other) { targets.append([value, other]) }
      }
    }
    self.targets = targets
    numbers = Dictionary(uniqueKeysWithValues: targets.enumerated().map { (Set($1), $0) })
    powers = Array(repeating: CellPower(logThreshold: logThreshold), count: targets.count)
    failures = Array(repeating: 0, count: targets.count)
    tries = failures
    mostCases = depth == .values ? 600 : 6_000
  }

  /// How many targets there are, and in how many of them every departure is found.
  var count: Int { targets.count }
  var reached: Int { powers.count { $0.progress >= 1 } }

  /// The targets in which some departure may be missed.
  var unreached: [[OptionValue]] {
    zip(targets, powers).filter { $0.1.progress < 1 }.map(\.0)
  }

  /// The part of the work that is done.
  var share: Double {
    powers.reduce(0) { $0 + $1.progress } / Double(max(targets.count, 1))
  }

  /// The values that the next case is to have; nil where nothing is left.
  mutating func next() -> [OptionValue]? {
    guard cases < mostCases else { return nil }
    cases += 1
    var best: (index: Int, progress: Double)?
    for index in targets.indices
    where failures[index] < Self.attempts && tries[index] < Self.mostTries {
      let progress = powers[index].progress
      let isHopeless =
        targets[index].count > 1 && tries[index] >= Self.firstTries
        && progress < Double(tries[index]) / Double(Self.mostTries)
      if isHopeless { continue }
      if progress < best?.progress ?? 1 { best = (index, progress) }
    }
    guard let best else { return nil }
    tries[best.index] += 1
    return targets[best.index]
  }

  /// Takes in that a case with the wanted values can't be had.
  mutating func fail(_ wanted: [OptionValue]) {
    if let index = numbers[Set(wanted)] { failures[index] += 1 }
  }

  /// Takes in what a case can show.
  mutating func take(_ wanted: [OptionValue], _ met: [OptionValue], _ power: CallPower) {
    let met = Set(met)
    if !met.isSuperset(of: wanted) { fail(wanted) }
    for index in targets.indices where met.isSuperset(of: targets[index]) {
      powers[index].add(power)
    }
  }
}
