import DropBlockContract
import DropBlockReference
import DropBlockGenerators

/// Which known rules explain every failing case of a requirement, the large ones and those that
/// shrinking has made of them.
///
/// The smallest case is the easiest to read, but many rules give the same answer there. What has been
/// seen of the same fault before tells them apart.
struct CaseDiagnosis {
  private typealias Topic = CaseEvidence.Topic

  private var topic: Topic?
  private var site: FaultSite?

  /// What explains every case to the bit, or grows the very masks from their seeds.
  private var exact: [KnownFault] = []

  /// What explains every case within two units in the last place, or could have given its masks.
  private var possible: [KnownFault] = []

  /// By how much gamma was off in each case, and where.
  private var ratios: [GammaRatio] = []

  /// The units of the largest map among the failing cases.
  private var mostUnits = 0

  /// What the failing cases say about the factor of kept units.
  private var factors = FactorComparison()

  /// In how many cases counts beyond half precision gave NaN or zeros.
  private var overflows = 0

  /// In how many failing cases the output is the input, though it ought not to be; and in how many not.
  private var unchanged = 0
  private var changed = 0

  /// How many failing cases there were in training, how many of them have gamma 0, and in how many of
  /// these nothing is dropped.
  private var noted = 0
  private var zeroGammas = 0
  private var identities = 0

  /// Whether some failing case shows that it is not the input that is given back.
  private(set) var showsChange = false

  /// Whether all failing cases have gamma 0.
  var asksForNone: Bool { noted > 0 && zeroGammas == noted }

  /// The ways to round products that give all failing cases; nil before the first.
  private var products: [KnownFault]?

  /// Whether it is known that others fail which it does not explain.
  private var isPartial = false

  /// How many failing cases were looked at.
  private(set) var cases = 0

  /// What the failing cases of a schedule say.
  var schedules = ScheduleDiagnosis()

  /// From how many failing cases on it is told what is so in all of them.
  private static let fewest = 4

  /// How many are looked at, at most: shrinking goes on for long.
  private static let mostCases = 40

  /// Takes in a failing case and its answer.
  ///
  /// - Parameter known: The case's mask, where it was found out by another question.
  mutating func add(
    _ failure: Fault, _ question: SubjectCase, _ answer: SubjectAnswer,
    mask known: [Bool]? = nil
  ) {
    if case .answer(.largeCount(let count)) = failure.evidence, count.type == .float16 {
      overflows += 1
    }
    note(failure, question, answer)
    guard cases < Self.mostCases, var topic = Self.topic(of: failure),
      site == nil || site == failure.site
        || self.topic == topic && (topic == .seeds || topic == .factor),
      case .result(let result) = answer,
      result.output.count == question.input.count, let mask = known ?? Self.mask(question, result),
      mask.count == question.input.count,
      let reading = try? Reading(question, result, mask: mask), !reading.isIdentity
    else { return }
    var fitting: (exact: [KnownFault], possible: [KnownFault])
    switch topic {
    case .gamma:
      let rules = Self.gammaFaults(reading)
      ratios += Self.ratio(reading).map { [$0] } ?? []
      fitting = (rules, rules)
    case .factor:
      guard let failing = FactorCase(reading) else { return }
      factors.add(failing, restsOnTwoAnswers: known != nil)
      let rules = (products ?? ProductRule.rules.map { .product($0) })
      products = rules.filter { rule in
        ProductRule.all.contains { .product($0.rule) == rule && $0.explains(reading) }
      }
      fitting = ([], [])
    case .blocks:
      // Where seeds of the grid are known, what they could not have given is no explanation.
      let isKnown = reading.result.revealed.seeds?.count == BlockFit.seedCount(reading)
      let rules = isKnown ? BlockFit.grown(reading) : BlockFit.possible(reading)
      fitting = (isKnown ? rules : [], rules)
    case .seeds where SeedRule.isOff(reading):
      fitting = (SeedRule.all.filter { $0.explains(reading) }.map { .seeds($0.rule) }, [])
    case .seeds:
      // What is off before or after the seeds says nothing about them.
      let laid = BlockFit.grown(reading)
      guard !laid.isEmpty, self.topic == nil else { return }
      (topic, fitting) = (.blocks, (laid, []))
    // No answer to a request has a schedule.
    case .schedule: return
    }
    if cases == 0 {
      (exact, possible) = fitting
    } else {
      exact.removeAll { !fitting.exact.contains($0) }
      possible.removeAll { !fitting.possible.contains($0) }
    }
    (self.topic, site) = (topic, failure.site)
    mostUnits = max(mostUnits, question.request.shape.unitsPerMap)
    cases += 1
  }

  /// Goes back to what was found before further cases came in, where nothing explains all of them: it is
  /// then what could be, of some of them.
  mutating func keep(_ before: CaseDiagnosis) {
    // What is said to be so in all cases is not so in some.
    guard diagnosis?.explanation == nil, before.diagnosis?.explanation != nil,
      before.simplest == nil
    else { return }
    self = before
    isPartial = true
  }

  /// Takes in whether the output of a case is its input.
  private mutating func note(_ fault: Fault, _ question: SubjectCase, _ answer: SubjectAnswer) {
    guard case .result(let result) = answer, question.request.mode == .training else { return }
    let request = question.request
    let gamma = try? Gamma.value(configuration: request.configuration, map: request.shape.spatial)
    let (input, output) = (question.input, result.output)
    let dropsNone =
      input.count == output.count
      && (0..<input.count).allSatisfy { input[$0] == 0 || output[$0] != 0 }
    // One draw for a whole tensor keeps all of it, and no factor shows in its output.
    let isOneDraw =
      request.configuration.sharing == [.channels, .samples]
      && (try? LegalBlocks(request))?.positions == 1
    noted += 1
    if gamma != 0, output != input { showsChange = true }
    if gamma == 0 { zeroGammas += 1 }
    if gamma == 0, dropsNone { identities += 1 }
    switch fault.site {
    // A gamma or seeds that are wrong may leave a map as it is by chance.
    case .stage(.gamma), .stage(.seeds): changed += 1
    default:
      switch fault.site.aspect {
      case .droppedValues, .factor, .blocks, .rates, .stream:
        if gamma == 0 || output != input { changed += 1 } else if !isOneDraw { unchanged += 1 }
      // What is wrong is something else: it says nothing for, but may speak against.
      case .answer, .identity, .gradient, .droppedGradient, .sharing, .repetition, .schedule,
        .custom:
        if output != input { changed += 1 }
      }
    }
  }

  /// The ways to round products that give all failing cases.
  var productRules: [KnownFault] { topic == .factor ? products ?? [] : [] }

  /// What the failing cases say about the factor of kept units; nil where they are about something else.
  var factorComparison: FactorComparison? {
    topic == .factor && !isPartial && simplest == nil ? factors : nil
  }

  /// What is wrong; nil of a fault that no rule is known of.
  var diagnosis: Diagnosis? {
    var found = explained
    if isPartial { found?.confidence = .possible }
    return found
  }

  /// What is so in all failing cases, whatever they are about.
  private var simplest: KnownFault? {
    if unchanged >= Self.fewest, changed == 0 { return .outputIsInput }
    return identities >= Self.fewest && identities == noted ? .zeroIsNoIdentity : nil
  }

  private var explained: Diagnosis? {
    if let simplest {
      return of(simplest, cases: simplest == .outputIsInput ? unchanged : identities)
    }
    if cases == 0, overflows > 0 {
      var counted = FactorFormula()
      counted.count = .float16
      return Diagnosis(
        explanation: Explanation([.factor(counted)]), confidence: .possible,
        evidence: .cases(CaseEvidence(topic: .factor, cases: overflows)))
    }
    guard let topic, cases > 0 else { return schedules.diagnosis }
    if topic == .factor { return factors.diagnosis(or: productRules) }
    let evidence = CaseEvidence(topic: topic, cases: cases, ratios: ratios)
    let faults = exact.isEmpty ? possible : exact
    guard let first = faults.first else {
      let multiple = sameRatio.map {
        Explanation([.gammaMultiple(SignificantNumber($0, digits: 6))])
      }
      return Diagnosis(explanation: multiple, evidence: .cases(evidence))
    }
    // Masks that rules of blocks could have given may have been given by others.
    // On maps of a unit or two most rules give the same, and one mask is met by chance.
    let isSure = topic != .blocks || !exact.isEmpty && mostUnits > 2 && cases > 1
    return Diagnosis(
      explanation: Explanation([first]),
      equivalents: faults.dropFirst().map { Explanation([$0]) },
      confidence: isSure ? .certain : .possible, evidence: .cases(evidence))
  }

  private func of(_ fault: KnownFault, cases: Int) -> Diagnosis {
    Diagnosis(
      explanation: Explanation([fault]),
      evidence: .cases(CaseEvidence(topic: .factor, cases: cases)))
  }

  /// The ratio of a gamma that is off by the same in every case, of which there are several.
  private var sameRatio: Double? {
    // A gamma that came to 1 may have been cut off there.
    let free = ratios.filter { !$0.isCut }
    guard let one = free.first?.ratio, free.count > 1,
      free.allSatisfy({ abs($0.ratio - one) <= 1e-9 * one }),
      ratios.allSatisfy({ $0.ratio <= one * (1 + 1e-9) })
    else { return nil }
    return one
  }

  /// What a failing case can tell of; nil where it is nothing that a rule is known of.
  static func topic(of fault: Fault) -> CaseEvidence.Topic? {
    // What became of dropped units says nothing about the factor of kept ones.
    if case .gradient(.notZero) = fault.evidence { return nil }
    return topic(of: fault.site)
  }

  static func topic(of site: FaultSite) -> CaseEvidence.Topic? {
    switch site {
    case .stage(.gamma): .gamma
    case .scale, .keptValues, .gradientValues, .gradientFactor, .stage(.scale), .stage(.output),
      .stage(.gradient):
      .factor
    case .notAUnionOfBlocks, .stage(.mask): .blocks
    case .stage(.seeds), .publishedWord, .maskBeyond32Bits, .partsOfABatch, .goldenMask: .seeds
    default: nil
    }
  }

  /// The gamma that was revealed, by the one asked for; nil where that is 0.
  private static func ratio(_ reading: Reading) -> GammaRatio? {
    let request = reading.question.request
    guard let got = reading.result.revealed.gamma,
      let asked = RateRule.asked.gamma(request.configuration, request.shape.spatial), asked > 0
    else { return nil }
    return GammaRatio(
      ratio: got / asked, isCut: got == 1,
      setting: MapSetting(map: reading.geometry.map, block: reading.geometry.block, grid: nil))
  }

  /// The known rules that give the gamma that was revealed.
  static func gammaFaults(_ reading: Reading) -> [KnownFault] {
    guard let got = reading.result.revealed.gamma else { return [] }
    let request = reading.question.request
    return (RateRule.all.filter { !$0.isAsked } + [RateRule.single]).filter { rule in
      // Rules are computed here in another order than anywhere else: a few roundings differ.
      rule.gamma(request.configuration, request.shape.spatial).map {
        abs($0 - got) <= 1e-13 * got
      } ?? false
    }.map { .gamma($0.rule) }
  }

  /// The mask as it is revealed, or as it can be read off an input without zeros.
  static func mask(_ question: SubjectCase, _ result: SubjectResult) -> [Bool]? {
    if let revealed = result.revealed.mask {
      return revealed.count == question.input.count ? revealed : nil
    }
    let input = question.input
    guard (0..<input.count).allSatisfy({ input[$0] != 0 && input[$0].isFinite }) else { return nil }
    return (0..<input.count).map { result.output[$0] == 0 }
  }
}
