import DropBlockContract
import DropBlockGenerators
import DropBlockPlatform

/// The failing cases of one requirement where several things are wrong at once: which rules explain
/// a part of them each.
///
/// A rule that explains every failing case is looked for first (``CaseDiagnosis``). Where two faults turn
/// one requirement red, some cases show the one and some the other, and no rule explains them all. What
/// is then said of a part has to outweigh that the part was chosen after the fact.
struct MixedCases {
  /// A failing case.
  struct Failing {
    let fault: Fault
    let question: SubjectCase
    let answer: SubjectAnswer

    /// Its mask, where that was found out by another question.
    let mask: [Bool]?

    /// What draws it again.
    var token: Token?

    /// Whether the input is given back.
    var isUnchanged: Bool {
      if case .result(let result) = answer { result.output == question.input } else { false }
    }
  }

  /// A part of the failing cases that one rule explains.
  struct Part {
    /// What explains them, and of how many; nil of those that are left.
    var diagnosis: Diagnosis?

    /// The case of the fewest units among them.
    var example: Failing

    /// What they say about the factor of kept units; nil where they are about something else.
    var factors: FactorComparison?
  }

  private var cases: [Failing] = []

  /// Whether cases are drawn to see where the fault shows.
  var isSampling = false

  /// How many cases are kept, of how many units at most: shrinking goes on for long, and near one case.
  private static let most = (found: 16, drawn: 112, units: 2_048)

  /// The fewest cases of which a part is told.
  private static let fewest = 4

  /// By how many nats the cases of a part have to be unlikely otherwise: once in a million times.
  private static let spareNats = 14.0

  /// Takes in a failing case.
  mutating func add(_ failing: Failing) {
    guard cases.count < (isSampling ? Self.most.drawn : Self.most.found),
      failing.question.input.count <= Self.most.units
    else { return }
    cases.append(failing)
  }

  /// Takes in what draws the last case again.
  mutating func name(_ token: @autoclosure () -> Token) {
    guard let last = cases.indices.last, cases[last].token == nil else { return }
    cases[last].token = token()
  }

  /// Which rules explain a part of the cases each, where another diagnosis leaves some unexplained.
  func parts(beside main: Diagnosis?) -> [Part] {
    var isDone: Set<CaseEvidence.Topic> = []
    if main?.explanation != nil, case .cases(let evidence)? = main?.evidence {
      isDone.insert(evidence.topic)
    }
    var left = cases.filter { failing in
      Self.topic(of: failing).map { !isDone.contains($0) } ?? true
    }
    var parts: [Part] = []
    for topic in [CaseEvidence.Topic.gamma, .seeds, .blocks, .factor] where !isDone.contains(topic)
    {
      guard let (part, explained) = part(topic) else { continue }
      parts.append(part)
      left.removeAll { failing in explained.contains { $0.question == failing.question } }
    }
    left.removeAll { $0.isUnchanged }
    if !(parts.isEmpty && isDone.isEmpty), left.count >= Self.fewest,
      let example = left.min(by: { $0.question.input.count < $1.question.input.count })
    {
      parts.append(Part(example: example))
    }
    return parts
  }

  private static func topic(of failing: Failing) -> CaseEvidence.Topic? {
    CaseDiagnosis.topic(of: failing.fault)
  }

  private func part(_ topic: CaseEvidence.Topic) -> (part: Part, explained: [Failing])? {
    let readable = cases.compactMap { failing -> (Failing, Reading)? in
      // Where nothing happens at all, that is all that is wrong.
      guard Self.topic(of: failing) == topic, !failing.isUnchanged,
        case .result(let result) = failing.answer,
        result.output.count == failing.question.input.count,
        let mask = failing.mask ?? CaseDiagnosis.mask(failing.question, result),
        mask.count == failing.question.input.count,
        let reading = try? Reading(failing.question, result, mask: mask), !reading.isIdentity
      else { return nil }
      return (failing, reading)
    }
    guard readable.count >= Self.fewest else { return nil }
    let readings = readable.map(\.1)
    let found: (faults: [KnownFault], cases: [Int])?
    switch topic {
    case .gamma: found = Self.commonest(readings.map(Self.gammas), of: readings)
    case .blocks: found = Self.commonest(readings.map(Self.blocks), of: readings)
    case .seeds: found = Self.seeds(readings)
    case .factor: found = Self.factor(readings)
    case .schedule: found = nil
    }
    let explained = (found?.cases ?? []).map { readable[$0].0 }
    guard let found, let first = found.faults.first,
      let example = explained.min(by: { $0.question.input.count < $1.question.input.count })
    else { return nil }
    var evidence = CaseEvidence(topic: topic, cases: found.cases.count)
    evidence.others = cases.count - found.cases.count
    var factors: FactorComparison?
    if topic == .factor {
      var comparison = FactorComparison()
      for index in found.cases {
        guard let failing = FactorCase(readings[index]) else { continue }
        comparison.add(failing, restsOnTwoAnswers: readable[index].0.mask != nil)
      }
      evidence.isOfGradient = comparison.isOfGradient
      factors = comparison
    }
    let part = Part(
      diagnosis: Diagnosis(
        explanation: Explanation([first]),
        equivalents: found.faults.dropFirst().prefix(4).map { Explanation([$0]) },
        // A factor of which others are left unexplained may be one formula that is not known.
        confidence: topic == .factor && explained.count < readable.count ? .possible : .certain,
        evidence: .cases(evidence)),
      example: example, factors: factors)
    return (part, explained)
  }

  /// The rules that give the gamma that was revealed: 0 and 1 are what many come to.
  private static func gammas(_ reading: Reading) -> [KnownFault] {
    guard let gamma = reading.result.revealed.gamma, gamma > 0, gamma < 1 else { return [] }
    return CaseDiagnosis.gammaFaults(reading)
  }

  /// The ways to lay blocks that turn the revealed seeds of a case into its mask, where maps are large
  /// enough for most of them to differ.
  private static func blocks(_ reading: Reading) -> [KnownFault] {
    reading.question.request.shape.unitsPerMap > 8 ? BlockFit.grown(reading) : []
  }

  /// What explains most cases, each by itself; nil where none explains enough of them.
  private static func commonest(
    _ fitting: [[KnownFault]], of readings: [Reading]
  ) -> (faults: [KnownFault], cases: [Int])? {
    var cases: [KnownFault: [Int]] = [:]
    var order: [KnownFault] = []
    for (index, faults) in fitting.enumerated() {
      for fault in faults {
        if cases[fault] == nil { order.append(fault) }
        cases[fault, default: []].append(index)
      }
    }
    let most = cases.values.map(\.count).max() ?? 0
    guard most >= fewest, 4 * most >= readings.count else { return nil }
    let best = order.filter { cases[$0]?.count == most }
    return (best.filter { cases[$0] == cases[best[0]] }, cases[best[0]] ?? [])
  }

  /// The wrong random stream that gives the seeds of most cases.
  private static func seeds(_ readings: [Reading]) -> (faults: [KnownFault], cases: [Int])? {
    let off = readings.indices.filter { SeedRule.isOff(readings[$0]) }
    let rules = SeedRule.all.map { rule in
      (rule: rule, cases: off.filter { rule.explains(readings[$0]) })
    }
    guard let best = rules.max(by: { $0.cases.count < $1.cases.count }),
      best.cases.count >= fewest, 4 * best.cases.count >= off.count
    else { return nil }
    // Seeds that are as asked for speak for no rule: each other one is worth a nat.
    let nats = best.cases.reduce(0) { $0 + best.rule.differences(readings[$1]) }
    guard Double(nats) > spareNats + Double.log(Double(rules.count)) + choice(off.count) else {
      return nil
    }
    return (
      rules.filter { $0.cases == best.cases }.map { .seeds($0.rule.rule) }, best.cases
    )
  }

  /// What it costs to have chosen a part of so many cases.
  private static func choice(_ count: Int) -> Double { Double(count) * Double.log(2) }

  /// The wrong factor, or the wrong way to round, that gives most cases.
  private static func factor(_ readings: [Reading]) -> (faults: [KnownFault], cases: [Int])? {
    let products = commonest(
      readings.map { reading in
        ProductRule.rules.filter { rule in
          ProductRule.all.contains { $0.rule == rule && $0.explains(reading) }
        }.map(KnownFault.product)
      }, of: readings)
    let cases = readings.map { FactorCase($0) }
    var best: (faults: [KnownFault], cases: [Int], bits: Double)?
    for formula in FactorFormula.single {
      var found: (cases: [Int], bits: Double) = ([], 0)
      for (index, failing) in cases.enumerated() {
        guard let failing, let factors = failing.factors(formula),
          case .exact = failing.answer(factors, failing.asked)
        else { continue }
        found.cases.append(index)
        found.bits += failing.bits(factors, isExact: true).bits
      }
      guard found.cases.count >= fewest else { continue }
      if found.cases == best?.cases {
        best?.faults.append(.factor(formula))
      } else if found.cases.count > best?.cases.count ?? 0 {
        best = ([.factor(formula)], found.cases, found.bits)
      }
    }
    let tried = Double(FactorFormula.single.count)
    let price = (spareNats + Double.log(tried) + choice(cases.count)) / Double.log(2)
    guard let best, best.bits > price, 4 * best.cases.count >= readings.count,
      best.cases.count >= products?.cases.count ?? 0
    else { return products }
    return (best.faults, best.cases)
  }
}
