import DropBlockContract
import DropBlockReference

/// A known way, right or wrong, to get at the factor of a kept unit.
struct FactorRule: Sendable {
  /// What kept units are multiplied by: its words go on from there.
  let rule: Rule

  /// The factor of each unit of a tensor; nil where the rule does not apply.
  let factors: @Sendable (FactorSetting) -> [Double]?

  init(
    _ name: String, _ words: String, _ factors: @escaping @Sendable (FactorSetting) -> [Double]?
  ) {
    rule = Rule("factor.\(name)", words)
    self.factors = factors
  }

  /// All known rules but the one asked for, the simple ones first.
  static let all: [FactorRule] = scopes + wholes + counts + roundings

  private static let scopes: [FactorRule] = [
    FactorRule("of-tensor", "units / kept of the whole tensor") { $0.overScopes(.tensor) },
    FactorRule("of-sample", "units / kept of each sample") { $0.overScopes(.sample) },
    FactorRule("of-map", "units / kept of each map") { $0.overScopes(.map) },
    FactorRule("of-first-sample", "units / kept of the first sample, for all samples") {
      $0.ofFirst(.sample)
    },
    FactorRule("of-first-map", "units / kept of the first map, for all maps") { $0.ofFirst(.map) },
    FactorRule("zeros-as-dropped", "units / kept with zeros of the input counted as dropped") {
      $0.countingZeros()
    },
    FactorRule("mean-of-samples", "the mean over the samples of units / kept") { $0.mean(.sample) },
    FactorRule("mean-of-maps", "the mean over the maps of units / kept") { $0.mean(.map) },
    FactorRule("of-channel", "units / kept of each channel, over the whole batch") {
      $0.overChannels()
    },
    FactorRule("none", "1: kept units are not scaled") { $0.constant(1) },
  ]

  private static let wholes: [FactorRule] = [
    FactorRule("expectation", "1 / (1 − p), the expectation, instead of units / kept") {
      $0.p < 1 ? $0.constant(1 / (1 - $0.p)) : nil
    },
    FactorRule("keep-probability", "1 − p") { $0.constant(1 - $0.p) },
    FactorRule("one-minus-gamma", "1 / (1 − gamma)") { setting in
      setting.gamma < 1 ? setting.constant(1 / (1 - setting.gamma)) : nil
    },
    FactorRule(
      "expected-share", "1 / (1 − s) with s the share that the exact law expects to be dropped"
    ) {
      $0.expectedShare < 1 ? $0.constant(1 / (1 - $0.expectedShare)) : nil
    },
    FactorRule("inverted", "kept / units: numerator and denominator have changed places") {
      setting in
      setting.each { units, kept in kept / units }
    },
    FactorRule("twice", "(units / kept)²: kept units are scaled twice") { setting in
      setting.each { units, kept in (units / kept) * (units / kept) }
    },
    FactorRule("root", "√(units / kept)") { setting in
      setting.each { units, kept in (units / kept).squareRoot() }
    },
    FactorRule("over-dropped", "units / dropped: what is dropped was counted as kept") { setting in
      setting.each { units, kept in kept < units ? units / (units - kept) : .infinity }
    },
  ]

  private static let counts: [FactorRule] = [
    FactorRule("kept-plus-1", "units / (kept + 1)") { setting in
      setting.each { units, kept in units / (kept + 1) }
    },
    FactorRule("kept-minus-1", "units / (kept − 1)") { setting in
      setting.each { units, kept in kept > 1 ? units / (kept - 1) : .infinity }
    },
    FactorRule("units-plus-1", "(units + 1) / kept") { setting in
      setting.each { units, kept in (units + 1) / kept }
    },
    FactorRule("units-minus-1", "(units − 1) / kept") { setting in
      setting.each { units, kept in (units - 1) / kept }
    },
    FactorRule("count-float16", "units / kept with the kept count in half precision") { setting in
      setting.each { units, kept in units / Double(Float16(kept)) }
    },
    FactorRule("count-bfloat16", "units / kept with the kept count in bfloat16") { setting in
      setting.each { units, kept in units / BFloat16(nearest: kept).doubleValue }
    },
    FactorRule("count-float32", "units / kept with the kept count in single precision") { setting in
      setting.each { units, kept in units / Double(Float(kept)) }
    },
    FactorRule("count-stops", "units / kept with the kept count stopped at 2²⁴") { setting in
      setting.each { units, kept in units / min(kept, 0x1p24) }
    },
    FactorRule(
      "overlaps-counted-twice",
      "units / kept with units under several blocks counted as dropped more than once"
    ) {
      setting in setting.countingOverlaps()
    },
  ]

  private static let roundings: [FactorRule] =
    ["1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2"].map { epsilon in
      FactorRule("epsilon-\(epsilon)", "units / (kept + \(epsilon))") { setting in
        Double(epsilon).flatMap { epsilon in
          setting.each { units, kept in units / (kept + epsilon) }
        }
      }
    } + [
      FactorRule("rounded-float16", "units / kept, rounded to half precision before it is used") {
        setting in
        setting.each { units, kept in Double(Float16(units / kept)) }
      },
      FactorRule("rounded-bfloat16", "units / kept, rounded to bfloat16 before it is used") {
        setting in
        setting.each { units, kept in BFloat16(nearest: units / kept).doubleValue }
      },
      FactorRule("share-float16", "1 / (kept / units) with the kept share in half precision") {
        setting in
        setting.each { units, kept in 1 / Double(Float16(kept / units)) }
      },
      FactorRule("share-bfloat16", "1 / (kept / units) with the kept share in bfloat16") {
        setting in
        setting.each { units, kept in 1 / BFloat16(nearest: kept / units).doubleValue }
      },
      FactorRule("rounded-float32", "units / kept, rounded to single precision before it is used") {
        setting in
        setting.each { units, kept in Double(Float(units / kept)) }
      },
    ]
}

/// What a factor can be computed from: one answered case.
struct FactorSetting {
  let reading: Reading
  let p: Double
  let gamma: Double
  let expectedShare: Double

  init(_ reading: Reading) {
    self.reading = reading
    let request = reading.question.request
    let configuration = request.configuration
    p = configuration.dropProbability
    let sides = try? configuration.blockSize.sides(rank: request.shape.rank)
    let gamma = try? Gamma.value(configuration: configuration, map: request.shape.spatial)
    self.gamma = gamma ?? 0
    let law = try? ExactLaw(
      map: request.shape.spatial, blockSize: sides ?? [], seedGrid: configuration.seedGrid,
      gamma: self.gamma)
    expectedShare = law?.expectedShare ?? 0
  }

  private var shape: Shape { reading.question.request.shape }

  /// The same factor everywhere.
  func constant(_ factor: Double) -> [Double] {
    Array(repeating: factor, count: reading.mask.count)
  }

  /// A function of units and kept count, over the scopes of the declared rule.
  func each(_ factor: (Double, Double) -> Double) -> [Double]? {
    guard isCounted else { return nil }
    return over(reading.scopes, factor)
  }

  /// units / kept over the scopes of some rule.
  func overScopes(_ rule: ScaleRule) -> [Double]? { over(ranges(rule)) { $0 / $1 } }

  /// units / kept of a rule's first scope.
  func ofFirst(_ rule: ScaleRule) -> [Double]? {
    ranges(rule).first.map { first in
      constant(Double(first.count) / Double(reading.keptCount(in: first)))
    }
  }

  /// The mean of units / kept over a rule's scopes.
  func mean(_ rule: ScaleRule) -> [Double]? {
    let scopes = ranges(rule)
    guard isCounted, !scopes.isEmpty else { return nil }
    let factors = scopes.map { Double($0.count) / Double(reading.keptCount(in: $0)) }
    return constant(factors.reduce(0, +) / Double(factors.count))
  }

  /// units / kept where a unit whose input is 0 is not counted as kept.
  func countingZeros() -> [Double]? {
    guard isCounted else { return nil }
    let input = reading.question.input
    return reading.scopes.flatMap { scope -> [Double] in
      let kept = scope.count { !reading.mask[$0] && input[$0] != 0 }
      return scope.map { _ in Double(scope.count) / Double(kept) }
    }
  }

  /// units / kept of each channel over all samples.
  func overChannels() -> [Double]? {
    let maps = reading.maps
    guard shape.channels > 0, !maps.isEmpty else { return nil }
    var kept = [Int](repeating: 0, count: shape.channels)
    for (index, map) in maps.enumerated() {
      kept[index % shape.channels] += reading.keptCount(in: map)
    }
    let units = Double(shape.samples * shape.unitsPerMap)
    return maps.enumerated().flatMap { index, map in
      map.map { _ in units / Double(kept[index % shape.channels]) }
    }
  }

  /// units / kept where every block that fits into the dropped set counts for itself.
  func countingOverlaps() -> [Double]? {
    guard isCounted else { return nil }
    let volume = reading.geometry.block.reduce(1, *)
    guard let seeds = reading.result.revealed.seeds, !reading.maps.isEmpty else { return nil }
    if reading.scopes.count == 1 {
      let dropped = seeds.count { $0 } * volume
      return constant(Double(reading.mask.count) / Double(max(reading.mask.count - dropped, 1)))
    }
    guard seeds.count == reading.maps.count * reading.geometry.positions else { return nil }
    let perMap = reading.geometry.positions
    return reading.scopes.flatMap { scope -> [Double] in
      let first = scope.lowerBound / shape.unitsPerMap
      let maps = scope.count / shape.unitsPerMap
      let dropped = seeds[first * perMap..<(first + maps) * perMap].count { $0 } * volume
      let factor = Double(scope.count) / Double(max(scope.count - dropped, 1))
      return scope.map { _ in factor }
    }
  }

  private var isCounted: Bool {
    switch reading.question.request.configuration.scale {
    case .tensor, .sample, .map: true
    case .fixed, .none: false
    }
  }

  private func ranges(_ rule: ScaleRule) -> [Range<Int>] {
    let length =
      switch rule {
      case .sample: shape.channels * shape.unitsPerMap
      case .map: shape.unitsPerMap
      case .tensor, .fixed, .none: shape.unitCount
      }
    guard length > 0 else { return [] }
    return stride(from: 0, to: shape.unitCount, by: length).map { $0..<$0 + length }
  }

  private func over(_ scopes: [Range<Int>], _ factor: (Double, Double) -> Double) -> [Double] {
    scopes.flatMap { scope -> [Double] in
      let value = factor(Double(scope.count), Double(reading.keptCount(in: scope)))
      return scope.map { _ in value }
    }
  }
}
