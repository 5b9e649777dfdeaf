import DropBlockContract
import DropBlockPlatform

/// Which formulas give the factors of all failing cases of a requirement, and how far they are to be
/// believed.
///
/// A case in which a formula can't be told from the factor asked for counts neither for it nor against it.
/// A formula that is off in any case is none. What a fit is worth follows from how sharply the cases
/// pin the factor down: a case whose factors lie in an interval of width w, and for which the formula
/// is d away from the factor asked for, is met by chance with odds of about w to d. The bits log₂(d / w) of
/// cases with other counts add up, and have to outweigh the number of formulas that were tried.
package struct FactorComparison: Sendable, Hashable {
  /// The failing cases, each with counts of its own.
  private(set) var cases: [FactorCase] = []

  /// How many failing cases were looked at.
  private(set) var seen = 0

  /// Whether the mask of some case was found out by another question.
  package private(set) var restsOnTwoAnswers = false

  /// Takes in what others have seen.
  mutating func add(_ other: FactorComparison?) {
    guard let other else { return }
    let before = seen
    for failing in other.cases { add(failing) }
    seen = before + other.seen
    restsOnTwoAnswers = restsOnTwoAnswers || other.restsOnTwoAnswers
  }

  /// Takes in a failing case.
  ///
  /// - Parameter restsOnTwoAnswers: Whether its mask was found out by another question.
  mutating func add(_ failing: FactorCase, restsOnTwoAnswers: Bool = false) {
    seen += 1
    self.restsOnTwoAnswers = self.restsOnTwoAnswers || restsOnTwoAnswers
    let isKnown = cases.contains { $0.maps == failing.maps && $0.asked == failing.asked }
    if !isKnown { cases.append(failing) }
  }

  /// Whether it is the backward pass alone that is off.
  var isOfGradient: Bool { !cases.isEmpty && cases.allSatisfy(\.isGradient) }

  /// A formula that is off in no case.
  struct Fit {
    let formula: FactorFormula

    /// Whether it gives every case to the bit.
    var isExact = true

    /// In how many cases, with other counts each, it can be told from the factor asked for.
    var deciding = 0

    /// How much those are worth.
    var bits = 0.0

    /// One of them: the map in which it is furthest from the factor asked for.
    var example: FactorExample?
  }

  /// The formulas with one change that are off in no case, or else those with two; the best first.
  var fits: [Fit] {
    // One case alone is met by chance, where it does not pin the factor down sharply.
    let single = FactorFormula.single.compactMap(fit).filter { $0.deciding > 1 || isSure($0) }
    if !single.isEmpty { return Self.sorted(single) }
    // Among hundreds of formulas one meets a single case by chance.
    let double = FactorFormula.double.compactMap(fit).filter { $0.deciding > 1 && isSure($0) }
    return Self.sorted(double)
  }

  /// Whether a fit is worth more than the number of formulas that were tried.
  func isSure(_ fit: Fit) -> Bool {
    let tried = fit.formula.changes == 1 ? FactorFormula.single : FactorFormula.double
    return fit.bits >= Double.log(Double(tried.count)) / Double.log(2) + Self.spareBits
  }

  /// By how many bits a fit has to be worth more than the number of formulas: once in a thousand times a
  /// formula is named that fits by chance.
  private static let spareBits = 10.0

  /// Those that are exact first, then those that more cases speak for; of equals the simple ones.
  private static func sorted(_ fits: [Fit]) -> [Fit] {
    let best = fits.filter { $0.isExact }
    return (best.isEmpty ? fits : best).enumerated().sorted {
      ($1.element.deciding, $0.offset) < ($0.element.deciding, $1.offset)
    }.map(\.element)
  }

  private func fit(_ formula: FactorFormula) -> Fit? {
    var fit = Fit(formula: formula)
    for failing in cases {
      guard let factors = failing.factors(formula) else { return nil }
      switch failing.answer(factors, failing.asked) {
      case .refuted: return nil
      case .silent: continue
      case .exact: break
      case .near: fit.isExact = false
      }
      fit.deciding += 1
      let (bits, map) = failing.bits(factors, isExact: fit.isExact)
      fit.bits += bits
      if fit.example.map({ bits > $0.bits }) ?? true {
        fit.example = failing.example(map, bits)
      }
    }
    return fit.deciding > 0 ? fit : nil
  }

  /// The number, other than 1, by which every factor that was seen is the one asked for, where they
  /// have one in common; nil where all cases ask for one factor.
  var ratio: SignificantNumber? {
    var common: ClosedRange<Double>?
    var asked: Set<Double> = []
    for failing in cases {
      guard failing.hasFactors else { return nil }
      for (map, factor) in zip(failing.maps, failing.asked) where factor > 0 && factor.isFinite {
        guard let range = map.near else { continue }
        let here = range.lowerBound / factor...range.upperBound / factor
        guard let other = common else {
          common = here
          asked.insert(factor)
          continue
        }
        guard here.overlaps(other) else { return nil }
        common = here.clamped(to: other)
        asked.insert(factor)
      }
    }
    // What rounding alone can do is no multiple.
    let step = cases.map { Rounding.relativeStep($0.question.input.elementType) }.min() ?? 0
    guard let common, asked.count > 1, common.upperBound.isFinite,
      common.lowerBound > 1 + 4 * step || common.upperBound < 1 - 4 * step
    else { return nil }
    return SignificantNumber(shortestIn: common)
  }
}

extension FactorComparison {
  /// What is wrong; nil where no failing case was looked at.
  var diagnosis: Diagnosis? {
    guard seen > 0 else { return nil }
    var evidence = CaseEvidence(topic: .factor, cases: seen)
    evidence.isOfGradient = isOfGradient
    let fits = fits
    guard let best = fits.first else {
      let multiple = ratio.map { Explanation([.factorMultiple($0)]) }
      evidence.hasNoFactor = cases.contains { !$0.hasFactors }
      return Diagnosis(explanation: multiple, evidence: .cases(evidence))
    }
    evidence.deciding = best.deciding
    evidence.different = cases.count
    evidence.example = best.example
    return Diagnosis(
      explanation: Explanation([.factor(best.formula)]),
      equivalents: fits.dropFirst().prefix(4).map { Explanation([.factor($0.formula)]) },
      confidence: isSure(best) ? .certain : .possible, evidence: .cases(evidence))
  }
}

extension FactorComparison {
  /// What is wrong, where some ways to round the product of the right factor give all cases as well.
  func diagnosis(or products: [KnownFault]) -> Diagnosis? {
    var products = products
    // Where none is scaled it is no news that some are not.
    if diagnosis?.explanation == Explanation([.factor(.none)]) {
      products.removeAll { $0 == .product(ProductRule.partlyUnscaled.rule) }
    }
    guard var diagnosis, let first = products.first else { return diagnosis }
    let rules = products.map { Explanation([$0]) }
    // A number that was fitted says less than a rule.
    if case .factor? = diagnosis.explanation?.faults.first, diagnosis.confidence == .certain {
      diagnosis.equivalents += rules
      return diagnosis
    }
    var evidence = CaseEvidence(topic: .factor, cases: seen)
    evidence.isOfGradient = isOfGradient
    return Diagnosis(
      explanation: Explanation([first]), equivalents: Array(rules.dropFirst()),
      evidence: .cases(evidence))
  }
}

extension FactorCase {
  /// How much a case is worth that a formula meets, and its most telling map.
  func bits(_ factors: [Double], isExact: Bool) -> (bits: Double, map: Int) {
    var best = (bits: 0.0, map: 0)
    let asked = asked
    for (index, map) in maps.enumerated() {
      guard let range = isExact ? map.exact ?? map.near : map.near else { continue }
      let width = max(
        range.upperBound - range.lowerBound, abs(asked[index]) * 0x1p-52, .leastNormalMagnitude)
      let distance = abs(factors[index] - asked[index])
      let bits = distance > width ? Double.log(distance / width) / Double.log(2) : 0
      if index == 0 || bits > best.bits { best = (bits, index) }
    }
    return best
  }

  /// A map as an example.
  func example(_ map: Int, _ bits: Double) -> FactorExample? {
    guard maps.indices.contains(map), let seen = maps[map].near else { return nil }
    let group = declaredGroup(of: map)
    return FactorExample(
      units: group.count * unitsPerMap, kept: group.reduce(0) { $0 + maps[$1].kept },
      asked: asked[map], seen: seen, bits: bits)
  }
}
