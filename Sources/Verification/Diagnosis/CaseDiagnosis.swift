import DropBlockContract
import DropBlockReference
import Generators

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
  }

  private var kind: Kind?
  private var site: String?

  /// Rules that explain every case to the bit, or grow the very masks from their seeds.
  private var exact: [String] = []

  /// Rules that explain every case within two units in the last place, or could have given its masks.
  private var possible: [String] = []

  /// By how much gamma was off in each case, and where.
  private var ratios: [(ratio: Double, setting: String)] = []

  /// What a diagnosis of factors begins with.
  static let factorLead = "kept units are multiplied by "

  /// How many failing cases were looked at.
  private(set) var cases = 0

  /// How many are looked at, at most: shrinking goes on for long.
  private static let mostCases = 40

  /// Takes in a failing case and its answer.
  mutating func add(_ failure: PropertyFailure, _ question: SubjectCase, _ answer: SubjectAnswer) {
    guard cases < Self.mostCases, site == nil || site == failure.site,
      let kind = Self.kind(of: failure.site), case .result(let result) = answer,
      result.output.count == question.input.count, let mask = Self.mask(question, result),
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
      // Where seeds are known, what they could not have given is no explanation.
      let isKnown = reading.result.revealed.seeds != nil
      fitting = (BlockFit.grown(reading), isKnown ? [] : BlockFit.possible(reading))
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
        return ["gamma is \(Digits.of(one, 6)) times the one asked for", "in \(all)"]
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
    case .blocks where exact.isEmpty: return [first, "this could give the masks of \(all)"] + so
    case .blocks: return [first, "this turns the seeds into the masks of \(all)"] + so
    }
  }

  private static func kind(of site: String) -> Kind? {
    switch site {
    case "stage gamma": .gamma
    case "scale", "kept values", "stage scale", "stage output", "stage gradient": .factor
    case "not a union of blocks", "stage mask": .blocks
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
    return RateRule.all.dropFirst().filter { rule in
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

/// How known ways to lay blocks explain the masks of one case.
private enum BlockFit {
  /// Those that turn the revealed seeds into the very mask.
  static func grown(_ reading: Reading) -> [String] {
    let shape = reading.question.request.shape
    let sharing = reading.question.request.configuration.sharing
    let perMap = reading.geometry.positions
    let channels = sharing.contains(.channels) ? 1 : shape.channels
    let samples = sharing.contains(.samples) ? 1 : shape.samples
    guard let seeds = reading.result.revealed.seeds,
      seeds.count == samples * channels * perMap
    else { return [] }
    func mask(_ index: Int, _ blocks: [[Int]]) -> [Bool] {
      let sample = sharing.contains(.samples) ? 0 : index / shape.channels
      let channel = sharing.contains(.channels) ? 0 : index % shape.channels
      let first = (sample * channels + channel) * perMap
      var mask = [Bool](repeating: false, count: shape.unitsPerMap)
      for position in 0..<perMap where seeds[first + position] {
        for unit in blocks[position] { mask[unit] = true }
      }
      return mask
    }
    let asked = (0..<perMap).map { reading.geometry.footprint(of: $0) }
    let masks = reading.maps.indices.map { mask($0, asked) }
    let misplaced = whichMaps(shape).filter { rule in
      reading.maps.indices.allSatisfy {
        masks[rule.map($0)].elementsEqual(reading.mask[reading.maps[$0]])
      }
    }.map(\.words)
    let isInverted = reading.maps.indices.allSatisfy { index in
      zip(masks[index], reading.mask[reading.maps[index]]).allSatisfy { $0 != $1 }
    }
    return misplaced
      + (isInverted ? ["the mask is inverted: blocks are kept, the rest is dropped"] : [])
      + rules(reading) { blocks in
        blocks.count == perMap
          && reading.maps.enumerated().allSatisfy {
            mask($0, blocks).elementsEqual(reading.mask[$1])
          }
      }
  }

  /// Known ways to give a map the right mask of another one.
  private static func whichMaps(_ shape: Shape) -> [(words: String, map: (Int) -> Int)] {
    let channels = max(shape.channels, 1)
    return [
      ("all channels get the mask of their sample's first channel", { $0 / channels * channels }),
      ("all samples get the masks of the first sample", { $0 % channels }),
      ("all maps get the mask of the first map", { _ in 0 }),
    ]
  }

  /// Those of whose blocks every map's dropped set is a union, the largest blocks and the fewest
  /// places first: small blocks explain anything.
  static func possible(_ reading: Reading) -> [String] {
    var size: [String: (volume: Int, blocks: Int)] = [:]
    let asked = reading.geometry.block.reduce(1, *)
    let shape = reading.question.request.shape
    // What a unit-by-unit search can do in a moment.
    guard shape.unitsPerMap <= 4096 else { return [] }
    let fitting = rules(reading) { blocks in
      reading.maps.allSatisfy { map in
        let mask = reading.mask[map]
        guard mask.contains(true) else { return true }
        var covered = [Bool](repeating: false, count: mask.count)
        for block in blocks where block.allSatisfy({ mask[map.lowerBound + $0] }) {
          for unit in block { covered[unit] = true }
        }
        return mask.elementsEqual(covered)
      }
    } seen: { rule, blocks in
      size[rule] = (blocks.map(\.count).max() ?? 0, blocks.count)
    }
    return fitting.filter { 2 * (size[$0]?.volume ?? 0) >= asked }.enumerated().sorted {
      one, other in
      let (a, b) = (size[one.element] ?? (0, 0), size[other.element] ?? (0, 0))
      return (-a.volume, a.blocks, one.offset) < (-b.volume, b.blocks, other.offset)
    }.map(\.element)
  }

  private static func rules(
    _ reading: Reading, _ explains: ([[Int]]) -> Bool,
    seen: (String, [[Int]]) -> Void = { _, _ in }
  ) -> [String] {
    let request = reading.question.request
    let configuration = request.configuration
    guard let sides = try? configuration.blockSize.sides(rank: request.shape.rank) else {
      return []
    }
    return BlockRule.all.dropFirst().filter { rule in
      guard
        let blocks = rule.footprints(
          map: request.shape.spatial, sides: sides, seedGrid: configuration.seedGrid)
      else { return false }
      seen(rule.words, blocks)
      return explains(blocks)
    }.map(\.words)
  }
}
