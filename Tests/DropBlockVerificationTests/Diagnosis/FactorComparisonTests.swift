import DropBlockContract
import Testing

@testable import DropBlockVerification

/// Drawn cases that a subject with some formula has answered.
private struct FactorStand {
  private var mixer: KeyMixer

  /// Whether products are rounded as the specification says; else some are one unit in the last place off.
  var isRoundedOnce = true

  init(key: UInt64) { mixer = KeyMixer(key, salt: 1) }

  private mutating func below(_ count: Int) -> Int { Int(mixer.next() % UInt64(count)) }

  /// A case in which the formula makes a difference; nil where it makes none, or is infinite.
  mutating func failing(_ formula: FactorFormula) -> FactorCase? {
    var configuration = DropBlockConfiguration(
      blockSize: 1, dropProbability: Double(1 + below(15)) / 16)
    configuration.scale = [.tensor, .sample, .map, .fixed(1.25)][below(4)]
    configuration.sharing = [[], [.channels], [.samples]][below(3)]
    let shape = Shape(
      samples: 1 + below(3), channels: 1 + below(3),
      spatial: below(3) == 0 ? [1 + below(2), 1 + below(3)] : [2 + below(62), 2 + below(62)])
    let type = [ElementType.float32, .float64, .float16][below(3)]
    let shared = (0..<9 * shape.unitsPerMap).map { _ in below(16) < 4 }
    let mask = (0..<shape.unitCount).map { unit in
      let (map, place) = (unit / shape.unitsPerMap, unit % shape.unitsPerMap)
      let sample = configuration.sharing.contains(.samples) ? 0 : map / shape.channels
      let channel = configuration.sharing.contains(.channels) ? 0 : map % shape.channels
      return shared[(sample * 3 + channel) * shape.unitsPerMap + place]
    }
    // Zeros among the input tell who counts them.
    let input = TensorBits(
      (0..<shape.unitCount).map { _ in Double(below(9)) / 4 }, as: type)
    let question = SubjectCase(
      DropBlockRequest(configuration, shape: shape, key: 1), input: input)
    func reading(_ factors: [Double]?) -> Reading? {
      let output = (0..<shape.unitCount).map { unit -> Double in
        if mask[unit] { return 0 }
        let factor = factors?[unit / shape.unitsPerMap] ?? 1
        let step = isRoundedOnce || unit % 2 == 0 ? 0 : Rounding.relativeStep(type)
        return Rounding.product(input[unit], factor * (1 + step), as: type)
      }
      guard output.allSatisfy(\.isFinite) else { return nil }
      return try? Reading(
        question, SubjectResult(output: TensorBits(output, as: type)), mask: mask)
    }
    // What the formula comes to does not depend on what was answered.
    guard let plain = reading(nil), let empty = FactorCase.passing(plain),
      let factors = empty.factors(formula), let answered = reading(factors)
    else { return nil }
    return FactorCase(answered)
  }

  /// What drawn requests say of a subject with the formula.
  mutating func comparison(_ formula: FactorFormula, requests: Int) -> FactorComparison {
    var comparison = FactorComparison()
    for _ in 0..<requests {
      if let failing = failing(formula) { comparison.add(failing) }
    }
    return comparison
  }
}

struct FactorComparisonTests {
  /// Formulas that take more units, or revealed seeds, to make a difference.
  private static let unseen: [FactorFormula.Count] = [
    .float32, .stops, .uint8, .uint16, .overlapsTwice,
  ]

  /// Whether two formulas come to one factor in all cases, but for rounding.
  private func areOneLaw(
    _ one: FactorFormula, _ other: FactorFormula, _ comparison: FactorComparison
  ) -> Bool {
    comparison.cases.allSatisfy { failing in
      guard let first = failing.factors(one), let second = failing.factors(other) else {
        return false
      }
      return zip(first, second).allSatisfy { abs($0 - $1) <= 1e-12 * abs($1) }
    }
  }

  @Test func `a subject made by one formula is named by it, and by no false one`() {
    for formula in FactorFormula.single where !Self.unseen.contains(formula.count) {
      var stand = FactorStand(key: 11)
      let comparison = stand.comparison(formula, requests: 80)
      let fits = comparison.fits
      #expect(fits.contains { $0.formula == formula }, "\(formula.id) is not named")
      for other in fits.map(\.formula) where other != formula {
        #expect(areOneLaw(other, formula, comparison), "\(formula.id) is taken for \(other.id)")
      }
      #expect(fits.first.map(comparison.isSure) == true, "\(formula.id)")
    }
  }

  @Test func `two changes at once are named together, or one where it says as much`() {
    let double = FactorFormula.double.filter { !Self.unseen.contains($0.count) }
    var judged = 0
    for index in stride(from: 0, to: double.count, by: 6) {
      var stand = FactorStand(key: UInt64(index))
      let comparison = stand.comparison(double[index], requests: 60)
      // Some are infinite wherever they make a difference.
      guard !comparison.cases.isEmpty else { continue }
      judged += 1
      let fits = comparison.fits
      #expect(!fits.isEmpty, "\(double[index].id) is not named")
      #expect(
        fits.contains { $0.formula == double[index] }
          || fits.allSatisfy { $0.formula.changes == 1 },
        "\(double[index].id) is taken for \(fits.map(\.formula.id))")
    }
    #expect(judged > 60, "\(judged) of \(double.count / 6)")
  }

  @Test func `a case that can't tell counts for neither`() {
    // Where thousands of units are kept, or in half precision, rounding hides such an epsilon.
    var epsilon = FactorFormula()
    epsilon.epsilon = "1e-5"
    var stand = FactorStand(key: 3)
    stand.isRoundedOnce = false
    let comparison = stand.comparison(epsilon, requests: 80)
    let fit = comparison.fits.first { $0.formula == epsilon }
    #expect(fit.map { $0.deciding > 1 && $0.deciding < comparison.cases.count } == true)
  }

  @Test func `a case that speaks for another formula speaks against this one`() {
    var (epsilon, count) = (FactorFormula(), FactorFormula())
    epsilon.epsilon = "1e-8"
    count.count = .keptPlusOne
    var stand = FactorStand(key: 3)
    var comparison = stand.comparison(epsilon, requests: 80)
    #expect(comparison.fits.first?.formula == epsilon)
    for other in stand.comparison(count, requests: 20).cases.prefix(1) { comparison.add(other) }
    #expect(!comparison.fits.contains { $0.formula == epsilon })
  }

  @Test func `a correct subject has no case that fails`() {
    var stand = FactorStand(key: 5)
    #expect(stand.comparison(FactorFormula(), requests: 200).cases.isEmpty)
  }
}
