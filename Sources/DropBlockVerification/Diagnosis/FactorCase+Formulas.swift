import DropBlockContract
import DropBlockReference

extension FactorCase {
  /// The factors of a formula, one for each map; nil where it does not apply.
  func factors(_ formula: FactorFormula) -> [Double]? {
    guard formula.form.isCounted else {
      return constant(formula.form).map { factor in
        maps.map { _ in held(factor, formula.precision) }
      }
    }
    guard formula.scope != .declared || isCounted else { return nil }
    switch formula.scope {
    case .declared, .tensor, .sample, .map, .channel:
      return overGroups(groups(formula.scope), formula)
    case .firstSample: return ofFirst(.sample, formula)
    case .firstMap: return ofFirst(.map, formula)
    case .firstChannel: return ofFirst(.channel, formula)
    case .meanOfSamples: return mean(.sample, formula)
    case .meanOfMaps: return mean(.map, formula)
    }
  }

  private var shape: Shape { question.request.shape }

  private var configuration: DropBlockConfiguration { question.request.configuration }

  /// Whether the scale that was asked for is made of counts.
  var isCounted: Bool {
    switch configuration.scale {
    case .tensor, .sample, .map: true
    case .fixed, .none: false
    }
  }

  /// Whether the scale that was asked for is 1 / (1 − p).
  var isExpected: Bool { configuration.hasExpectedScale }

  /// A factor that is not made of counts; nil where it is infinite.
  private func constant(_ form: FactorFormula.Form) -> Double? {
    let p = configuration.dropProbability
    switch form {
    case .one: return 1
    case .expectation: return p < 1 ? 1 / (1 - p) : nil
    case .keepProbability: return 1 - p
    case .dropProbability: return p > 0 ? 1 / p : nil
    case .oneMinusGamma: return gamma < 1 ? 1 / (1 - gamma) : nil
    case .expectedShare:
      guard let share = expectedShare, share < 1 else { return nil }
      return 1 / (1 - share)
    case .quotient, .inverted, .twice, .root, .overDropped: return nil
    }
  }

  /// Which maps are counted together.
  private func groups(_ scope: FactorFormula.Scope) -> [[Int]] {
    let channels = max(shape.channels, 1)
    let all = Array(maps.indices)
    switch scope {
    case .declared:
      switch configuration.scale {
      case .tensor: return groups(.tensor)
      case .sample: return groups(.sample)
      case .map: return groups(.map)
      case .fixed, .none: return []
      }
    case .tensor: return [all]
    case .sample, .firstSample, .meanOfSamples:
      return stride(from: 0, to: all.count, by: channels).map { Array($0..<$0 + channels) }
    case .map, .firstMap, .meanOfMaps: return all.map { [$0] }
    case .channel, .firstChannel:
      return (0..<channels).map { channel in all.filter { $0 % channels == channel } }
    }
  }

  /// The maps that the declared rule counts together with one of them.
  func declaredGroup(of map: Int) -> [Int] {
    groups(.declared).first { $0.contains(map) } ?? Array(maps.indices)
  }

  private func overGroups(_ groups: [[Int]], _ formula: FactorFormula) -> [Double]? {
    var factors = maps.map { _ in Double.nan }
    for group in groups {
      guard let factor = factor(of: group, formula) else { return nil }
      for map in group { factors[map] = factor }
    }
    return factors
  }

  private func ofFirst(_ scope: FactorFormula.Scope, _ formula: FactorFormula) -> [Double]? {
    groups(scope).first.flatMap { factor(of: $0, formula) }.map { factor in
      maps.map { _ in factor }
    }
  }

  private func mean(_ scope: FactorFormula.Scope, _ formula: FactorFormula) -> [Double]? {
    var quotient = formula
    quotient.precision = .exact
    let factors = groups(scope).map { factor(of: $0, quotient) }
    guard isCounted, !factors.isEmpty, !factors.contains(nil) else { return nil }
    let sum = factors.reduce(0) { $0 + ($1 ?? 0) }
    let mean = held(sum / Double(factors.count), formula.precision)
    return maps.map { _ in mean }
  }

  /// The factor of maps that are counted together.
  private func factor(of group: [Int], _ formula: FactorFormula) -> Double? {
    guard let (units, counted) = counts(of: group, formula.count) else { return nil }
    let kept = counted + (formula.epsilon.flatMap(Double.init) ?? 0)
    let factor: Double
    switch formula.form {
    case .quotient where formula.precision.isOfShare:
      return 1 / held(kept / units, formula.precision)
    case .quotient: factor = units / kept
    case .inverted: factor = kept / units
    case .twice: factor = (units / kept) * (units / kept)
    case .root: factor = (units / kept).squareRoot()
    case .overDropped: factor = kept < units ? units / (units - kept) : .infinity
    case .one, .expectation, .keepProbability, .dropProbability, .oneMinusGamma, .expectedShare:
      return nil
    }
    return held(factor, formula.precision)
  }

  /// The numbers of units and of kept units; nil where the way to count them does not apply.
  private func counts(
    of group: [Int], _ count: FactorFormula.Count
  ) -> (units: Double, kept: Double)? {
    let all = group.count * unitsPerMap
    let units = Double(all)
    let kept = Double(group.reduce(0) { $0 + maps[$1].kept })
    switch count {
    case .exact: return (units, kept)
    case .zerosAsDropped:
      return (units, Double(group.reduce(0) { $0 + maps[$1].keptNonzero }))
    case .keptPlusOne: return (units, kept + 1)
    case .keptMinusOne: return (units, kept - 1)
    case .unitsPlusOne: return (units + 1, kept)
    case .unitsMinusOne: return (units - 1, kept)
    case .atLeastTwo: return (units, max(kept, 2))
    case .ofOneChannel, .unitsOfOneChannel, .ofOneSample, .unitsOfOneSample:
      guard let copies = copies(group, count) else { return nil }
      return count == .ofOneChannel || count == .ofOneSample
        ? (units, kept / copies) : (units / copies, kept)
    case .float16: return (units, Double(Float16(kept)))
    case .bfloat16: return (units, BFloat16(nearest: kept).doubleValue)
    case .float32: return (units, Double(Float(kept)))
    case .stops: return (units, min(kept, 0x1p24))
    case .uint8: return (units, kept.truncatingRemainder(dividingBy: 0x1p8))
    case .uint16: return (units, kept.truncatingRemainder(dividingBy: 0x1p16))
    case .overlapsTwice:
      if group.count == maps.count, let coveredInAll {
        return (units, Double(max(all - coveredInAll, 1)))
      }
      let covered = group.map { maps[$0].covered }
      guard !covered.contains(nil) else { return nil }
      return (units, Double(max(all - covered.reduce(0) { $0 + ($1 ?? 0) }, 1)))
    }
  }

  /// How many maps of those that are counted together share one mask; nil where none do.
  private func copies(_ group: [Int], _ count: FactorFormula.Count) -> Double? {
    let isOverChannels = count == .ofOneChannel || count == .unitsOfOneChannel
    let sharing = isOverChannels ? MaskSharing.channels : .samples
    guard configuration.sharing.contains(sharing) else { return nil }
    let channels = max(shape.channels, 1)
    let number =
      isOverChannels
      ? Set(group.map { $0 % channels }).count : Set(group.map { $0 / channels }).count
    return number > 1 ? Double(number) : nil
  }

  /// A factor, or a share, held in a format.
  private func held(_ value: Double, _ precision: FactorFormula.Precision) -> Double {
    switch precision {
    case .exact: value
    case .float16, .shareFloat16: Double(Float16(value))
    case .bfloat16, .shareBFloat16: BFloat16(nearest: value).doubleValue
    case .float32: Double(Float(value))
    case .wholeNumber: value.rounded(.down)
    }
  }
}
