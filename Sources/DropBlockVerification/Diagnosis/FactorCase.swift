import DropBlockContract
import DropBlockReference

/// What one answered case says about the factor of kept units: map by map, how many are kept, and which
/// factors give what was seen.
package struct FactorCase: Sendable, Hashable {
  /// What the subject was asked.
  let question: SubjectCase

  /// Whether what is multiplied is the gradient of the output.
  let isGradient: Bool

  /// One map.
  struct Map: Sendable, Hashable {
    /// How many units are kept, and how many of them have an input other than 0.
    var kept: Int
    var keptNonzero: Int

    /// How many units the map's blocks cover, each counted once for every block; nil where seeds are
    /// not revealed.
    var covered: Int?

    /// The factors that give every kept unit to the bit, and those that do within two units in the last
    /// place; nil where no unit tells.
    var exact: ClosedRange<Double>?
    var near: ClosedRange<Double>?
  }

  /// The maps, sample by sample.
  private(set) var maps: [Map] = []

  /// The units of each map.
  let unitsPerMap: Int

  /// The units of the tensor that blocks cover, each counted once for every block; nil where seeds are not
  /// revealed.
  let coveredInAll: Int?

  /// Whether each map has a factor at all, within two units in the last place.
  private(set) var hasFactors = true

  /// The gamma asked for, and the share of units that the exact law expects to be dropped.
  let gamma: Double
  let expectedShare: Double?

  private let type: ElementType

  /// Nil where the factor asked for gives everything, or where nothing is kept that would tell.
  init?(_ reading: Reading) {
    let question = reading.question
    let incoming = question.outputGradient
    let gradient = reading.result.inputGradient
    if let forward = FactorCase(reading, question.input, reading.result.output, isGradient: false) {
      self = forward
    } else if let incoming, let gradient, incoming.count == question.input.count,
      gradient.count == incoming.count, Self.hasMask(reading, incoming, gradient),
      let backward = FactorCase(reading, incoming, gradient, isGradient: true)
    {
      self = backward
    } else {
      return nil
    }
  }

  /// A case that meets what was demanded, with what its output says, or its gradient; nil where that is
  /// nothing.
  static func passing(_ reading: Reading, isGradient: Bool = false) -> FactorCase? {
    guard isGradient else {
      return FactorCase(
        reading, reading.question.input, reading.result.output, isGradient: false, isFailing: false)
    }
    guard let incoming = reading.question.outputGradient,
      let gradient = reading.result.inputGradient,
      incoming.count == reading.question.input.count, gradient.count == incoming.count
    else { return nil }
    return FactorCase(reading, incoming, gradient, isGradient: true, isFailing: false)
  }

  /// Whether a gradient may have the mask of the output: by another one no factor can be read off.
  ///
  /// Kept units may be 0 in some maps, where a scope has none that is kept; and what is small may be rounded to 0.
  /// A gradient of which all is 0 has none.
  private static func hasMask(
    _ reading: Reading, _ incoming: TensorBits, _ gradient: TensorBits
  ) -> Bool {
    var (dark, lit) = (0, 0)
    for range in reading.maps {
      var (zeros, others) = (0, 0)
      for unit in range where abs(incoming[unit]) >= 1e-3 && incoming[unit].isFinite {
        let isZero = gradient[unit] == 0
        if reading.mask[unit] {
          if !isZero { return false }
        } else if isZero {
          zeros += 1
        } else {
          others += 1
        }
      }
      if zeros > 0, others > 0 { return false }
      (dark, lit) = (dark + zeros, lit + others)
    }
    let isVisible = { (unit: Int) in !reading.mask[unit] && gradient[unit] != 0 }
    return lit > 0 || dark == 0 && reading.mask.indices.contains(where: isVisible)
  }

  private init?(
    _ reading: Reading, _ input: TensorBits, _ output: TensorBits, isGradient: Bool,
    isFailing: Bool = true
  ) {
    question = reading.question
    self.isGradient = isGradient
    type = output.elementType
    let request = question.request
    unitsPerMap = request.shape.unitsPerMap
    let gamma =
      (try? Gamma.value(configuration: request.configuration, map: request.shape.spatial)) ?? 0
    let sides = try? request.configuration.blockSize.sides(rank: request.shape.rank)
    let law = try? ExactLaw(
      map: request.shape.spatial, blockSize: sides ?? [],
      seedGrid: request.configuration.seedGrid, gamma: gamma)
    (self.gamma, expectedShare) = (gamma, law?.expectedShare)
    let covered = Self.covered(reading)
    let volume = reading.geometry.block.reduce(1, *)
    coveredInAll = reading.result.revealed.seeds.map { seeds in seeds.count { $0 } * volume }
    for (index, range) in reading.maps.enumerated() {
      var map = Map(kept: 0, keptNonzero: 0, covered: covered?[index])
      for unit in range where !reading.mask[unit] {
        map.kept += 1
        guard input[unit] != 0 else { continue }
        map.keptNonzero += 1
        guard input[unit].isFinite else { continue }
        look(&map, input[unit], output[unit])
      }
      maps.append(map)
    }
    guard maps.contains(where: { $0.near != nil || $0.exact != nil }) || !hasFactors,
      !isFailing || !(hasFactors && gives(asked, exactly: true))
    else { return nil }
  }

  /// Narrows a map's factors down to those that give one more unit.
  private mutating func look(_ map: inout Map, _ x: Double, _ y: Double) {
    let fitting = Rounding.factors(of: x, giving: y, as: type)
    let slack = 2 * Rounding.relativeStep(type)
    let around = fitting.map { $0.lowerBound * (1 - slack)...$0.upperBound * (1 + slack) }
    func both(_ one: ClosedRange<Double>, _ other: ClosedRange<Double>?) -> ClosedRange<Double>? {
      guard let other, one.overlaps(other) else { return nil }
      return one.clamped(to: other)
    }
    let all = 0...Double.infinity
    if let near = both(map.near ?? all, around) {
      map.near = near
    } else {
      hasFactors = false
    }
    // No number lies in the range from infinity on: no factor gives every unit to the bit.
    map.exact = both(map.exact ?? all, fitting) ?? Double.infinity...Double.infinity
  }

  /// The units under blocks, each counted once for every block, map by map.
  private static func covered(_ reading: Reading) -> [Int]? {
    let perMap = reading.geometry.positions
    guard let seeds = reading.result.revealed.seeds, seeds.count == reading.maps.count * perMap
    else { return nil }
    let volume = reading.geometry.block.reduce(1, *)
    return reading.maps.indices.map { index in
      seeds[index * perMap..<(index + 1) * perMap].count { $0 } * volume
    }
  }
}

extension FactorCase {
  /// What a case says about a formula.
  enum Answer {
    /// The formula gives what was seen to the bit, and the factor asked for does not.
    case exact

    /// The formula gives it within two units in the last place, and the factor asked for is further away.
    case near

    /// The formula can't be told from the factor asked for here.
    case silent

    /// The formula does not give it.
    case refuted
  }

  /// What the case says about a formula.
  func answer(_ formula: FactorFormula) -> Answer {
    factors(formula).map { answer($0, asked) } ?? .refuted
  }

  /// What the case says about factors, one for each map.
  func answer(_ factors: [Double], _ asked: [Double]) -> Answer {
    guard hasFactors else { return .refuted }
    if gives(factors, exactly: true) { return .exact }
    guard gives(factors, exactly: false) else { return .refuted }
    let slack = 4 * Rounding.relativeStep(type)
    let differs = maps.indices.contains { index in
      maps[index].near != nil && abs(factors[index] - asked[index]) > slack * abs(asked[index])
    }
    return differs ? .near : .silent
  }

  /// Whether the factors asked for give what was seen: a case that meets a demand about something else may have
  /// another.
  var isAsAsked: Bool { gives(asked, exactly: false) && hasFactors }

  /// The factors asked for, one for each map.
  var asked: [Double] {
    switch question.request.configuration.scale {
    case .tensor, .sample, .map: factors(FactorFormula()) ?? maps.map { _ in 1 }
    case .fixed(let factor): maps.map { _ in factor }
    case .none: maps.map { _ in 1 }
    }
  }

  private func gives(_ factors: [Double], exactly: Bool) -> Bool {
    zip(maps, factors).allSatisfy { map, factor in
      guard let range = exactly ? map.exact : map.near else { return true }
      guard factor.isFinite else { return false }
      // The normative product holds the factor in single precision.
      return range.contains(factor) || type != .float64 && range.contains(Double(Float(factor)))
    }
  }
}
