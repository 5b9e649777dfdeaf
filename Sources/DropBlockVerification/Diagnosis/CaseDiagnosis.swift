import DropBlockContract
import DropBlockReference
import DropBlockGenerators

/// Which known rules explain every failing case of a requirement, the large ones and those that
/// shrinking has made of them.
///
/// The smallest case is the easiest to read, but many rules give the same answer there. What has been
/// seen of the same fault before tells them apart.
struct CaseDiagnosis {
  /// What kind of rule a fault may follow, and how closely a case follows it.
  private enum Kind: String {
    case gamma = "gammas"
    case factor = "factors"
    case blocks = "ways to lay blocks"
    case seeds = "ways to draw seeds"
  }

  private var kind: Kind?
  private var site: FaultSite?

  /// Rules that explain every case to the bit, or grow the very masks from their seeds.
  private var exact: [String] = []

  /// Rules that explain every case within two units in the last place, or could have given its masks.
  private var possible: [String] = []

  /// By how much gamma was off in each case, and where.
  private var ratios: [(ratio: Double, setting: String)] = []

  /// What a diagnosis of factors begins with.
  static let factorLead = "kept units are multiplied by "

  /// What is said of rules that would do, but that nothing speaks for.
  static let possibleLead = "this could give"

  /// How many failing cases were looked at.
  private(set) var cases = 0

  /// How many are looked at, at most: shrinking goes on for long.
  private static let mostCases = 40

  /// Takes in a failing case and its answer.
  ///
  /// - Parameter known: The case's mask, where it was found out by another question.
  mutating func add(
    _ failure: Fault, _ question: SubjectCase, _ answer: SubjectAnswer,
    mask known: [Bool]? = nil
  ) {
    guard cases < Self.mostCases, var kind = Self.kind(of: failure.site),
      site == nil || site == failure.site || self.kind == .seeds && kind == .seeds,
      case .result(let result) = answer,
      result.output.count == question.input.count, let mask = known ?? Self.mask(question, result),
      mask.count == question.input.count,
      let reading = try? Reading(question, result, mask: mask), !reading.isIdentity
    else { return }
    var fitting: (exact: [String], possible: [String])
    switch kind {
    case .gamma:
      let rules = Self.gammas(reading)
      ratios += Self.ratio(reading).map { [$0] } ?? []
      fitting = (rules, rules)
    case .factor:
      guard let factors = FactorFit(reading) else { return }
      fitting = (factors.rules(isExact: true), factors.rules(isExact: false))
    case .blocks:
      // Where seeds of the grid are known, what they could not have given is no explanation.
      let isKnown = reading.result.revealed.seeds?.count == BlockFit.seedCount(reading)
      let rules = isKnown ? BlockFit.grown(reading) : BlockFit.possible(reading)
      fitting = (isKnown ? rules : [], rules)
    case .seeds where SeedRule.isOff(reading):
      fitting = (SeedRule.all.filter { $0.explains(reading) }.map(\.words), [])
    case .seeds:
      // What is off before or after the seeds says nothing about them.
      let laid = BlockFit.grown(reading)
      guard !laid.isEmpty, self.kind == nil else { return }
      (kind, fitting) = (.blocks, (laid, []))
    }
    if cases == 0 {
      (exact, possible) = fitting
    } else {
      exact.removeAll { !fitting.exact.contains($0) }
      possible.removeAll { !fitting.possible.contains($0) }
    }
    (self.kind, site) = (kind, failure.site)
    cases += 1
  }

  /// The lines that say what is wrong; none for a fault that no rule is known of.
  var lines: [String] {
    guard let kind, cases > 0 else { return [] }
    let all = cases == 1 ? "the failing case" : "all \(cases) failing cases that were looked at"
    let rules = exact.isEmpty ? possible : exact
    guard let first = rules.first else {
      if let one = ratios.first?.ratio, ratios.count > 1,
        ratios.allSatisfy({ abs($0.ratio - one) <= 1e-9 * one })
      {
        let gamma = one == 0 ? "0" : "\(Digits.of(one, 6)) times the one asked for"
        return ["gamma is \(gamma)", "in \(all)"]
      }
      let few = ratios.prefix(4).map { "\(Digits.of($0.ratio, 4)) on \($0.setting)" }
      return ["none of the known \(kind.rawValue) explains \(all)"]
        + (few.isEmpty ? [] : ["gamma by what was asked for: \(few.joined(separator: "; "))"])
    }
    let others = rules.dropFirst().prefix(4).joined(separator: "; or: ")
    let so = others.isEmpty ? [] : [FaultSummary.alike[0] + others]
    switch kind {
    case .gamma: return ["gamma is \(first)", "this explains \(all)"] + so
    case .factor: return [Self.factorLead + first, "this explains \(all)"] + so
    case .blocks where exact.isEmpty:
      return [first, "\(Self.possibleLead) the masks of \(all)"] + so
    case .seeds: return [first, "this explains \(all)"] + so
    case .blocks: return [first, "this turns the seeds into the masks of \(all)"] + so
    }
  }

  private static func kind(of site: FaultSite) -> Kind? {
    switch site {
    case .stage(.gamma): .gamma
    case .scale, .keptValues, .stage(.scale), .stage(.output), .stage(.gradient): .factor
    case .notAUnionOfBlocks, .stage(.mask): .blocks
    case .stage(.seeds), .publishedWord, .maskBeyond32Bits, .partsOfABatch, .goldenMask: .seeds
    default: nil
    }
  }

  /// The gamma that was revealed, by the one asked for; nil where that is 0.
  private static func ratio(_ reading: Reading) -> (ratio: Double, setting: String)? {
    let request = reading.question.request
    guard let got = reading.result.revealed.gamma,
      let asked = RateRule.asked.gamma(request.configuration, request.shape.spatial), asked > 0
    else { return nil }
    let (map, block) = (reading.geometry.map, reading.geometry.block)
    return (
      got / asked, "map \(CaseDescription.sizes(map)), block \(CaseDescription.sizes(block))"
    )
  }

  /// The known rules that give the gamma that was revealed.
  private static func gammas(_ reading: Reading) -> [String] {
    guard let got = reading.result.revealed.gamma else { return [] }
    let request = reading.question.request
    return (RateRule.all.dropFirst() + [RateRule.single]).filter { rule in
      // Rules are computed here in another order than anywhere else: a few roundings differ.
      rule.gamma(request.configuration, request.shape.spatial).map {
        abs($0 - got) <= 1e-13 * got
      } ?? false
    }.map(\.words)
  }

  /// The mask as it is revealed, or as it can be read off an input without zeros.
  private static func mask(_ question: SubjectCase, _ result: SubjectResult) -> [Bool]? {
    if let revealed = result.revealed.mask {
      return revealed.count == question.input.count ? revealed : nil
    }
    let input = question.input
    guard (0..<input.count).allSatisfy({ input[$0] != 0 && input[$0].isFinite }) else { return nil }
    return (0..<input.count).map { result.output[$0] == 0 }
  }
}

/// How factors explain the kept units of one case.
private struct FactorFit {
  private let reading: Reading
  private let kept: [Int]
  private let input: Tensor
  private let output: Tensor
  private let asked: [Double]

  /// Nil where the factor that is asked for explains everything.
  init?(_ reading: Reading) {
    self.reading = reading
    asked = reading.scopes.flatMap { scope in
      let factor = reading.demandedFactor(in: scope, epsilon: 0)
      return scope.map { _ in factor }
    }
    let question = reading.question
    var pairs = [(question.input, reading.result.output)]
    if let incoming = question.outputGradient, let gradient = reading.result.inputGradient,
      incoming.count == question.input.count, gradient.count == incoming.count
    {
      pairs.append((incoming, gradient))
    }
    for (input, output) in pairs {
      let kept = reading.mask.indices.filter {
        !reading.mask[$0] && input[$0] != 0 && input[$0].isFinite
      }
      if kept.isEmpty || Self.explains(asked, kept, input, output, isExact: true) { continue }
      (self.kept, self.input, self.output) = (kept, input, output)
      return
    }
    return nil
  }

  /// The known rules that explain every kept unit.
  func rules(isExact: Bool) -> [String] {
    let setting = FactorSetting(reading)
    let slack = 2 * Rounding.relativeStep(output.elementType)
    return FactorRule.all.filter { rule in
      guard let factors = rule.factors(setting), factors.count == reading.mask.count else {
        return false
      }
      // A factor that can't be told from the one asked for explains nothing.
      let differs = kept.contains { unit in
        isExact
          ? factors[unit] != asked[unit]
          : abs(factors[unit] - asked[unit]) > 2 * slack * abs(asked[unit])
      }
      return differs && Self.explains(factors, kept, input, output, isExact: isExact)
    }.map(\.words)
  }

  private static func explains(
    _ factors: [Double], _ kept: [Int], _ input: Tensor, _ output: Tensor, isExact: Bool
  ) -> Bool {
    let type = output.elementType
    let slack = 2 * Rounding.relativeStep(type)
    return kept.allSatisfy { unit in
      let product = CaseFaults.product(input[unit], factors[unit], as: type)
      if isExact { return product == output[unit] }
      return abs(product - output[unit]) <= slack * abs(product)
    }
  }
}
