import DropBlockContract
import DropBlockReference

/// What can be read off one answered case, whoever answered: which units were dropped, and which
/// factors fit the kept ones.
struct Reading {
  let question: SubjectCase
  let result: SubjectResult
  let geometry: LegalBlocks

  /// True where a unit was dropped; logical order.
  let mask: [Bool]

  /// Whether the request is one that changes nothing: inference, or gamma 0.
  let isIdentity: Bool

  /// Reads a case whose input has no zero, or whose mask is given.
  init(_ question: SubjectCase, _ result: SubjectResult, mask: [Bool]? = nil)
    throws(DropBlockError)
  {
    self.question = question
    self.result = result
    geometry = try LegalBlocks(question.request)
    let request = question.request
    let gamma = try Gamma.value(
      configuration: request.configuration, map: request.shape.spatial)
    isIdentity = request.mode == .inference || gamma == 0
    let output = result.output
    self.mask = mask ?? (0..<output.count).map { output[$0] == 0 }
  }

  /// The units of each scope of the scale rule, in logical order.
  var scopes: [Range<Int>] {
    let shape = question.request.shape
    let length =
      switch question.request.configuration.scale {
      case .tensor, .fixed, .none: shape.unitCount
      case .sample: shape.channels * shape.unitsPerMap
      case .map: shape.unitsPerMap
      }
    guard length > 0 else { return [] }
    return stride(from: 0, to: shape.unitCount, by: length).map { $0..<$0 + length }
  }

  /// The units of each map, in logical order.
  var maps: [Range<Int>] {
    let length = question.request.shape.unitsPerMap
    guard length > 0 else { return [] }
    return stride(from: 0, to: mask.count, by: length).map { $0..<$0 + length }
  }

  /// The number of kept units in a range.
  func keptCount(in scope: Range<Int>) -> Int { mask[scope].count { !$0 } }

  /// The factor that the scale rule demands in a scope, before any rounding; 1 for an identity.
  func demandedFactor(in scope: Range<Int>, epsilon: Double) -> Double {
    if isIdentity { return 1 }
    switch question.request.configuration.scale {
    case .fixed(let factor): return factor
    case .none: return 1
    case .tensor, .sample, .map:
      return Double(scope.count) / (Double(keptCount(in: scope)) + epsilon)
    }
  }

  /// The factors that fit every kept unit of a scope at once, with one rounding each; or the unit at
  /// which no factor fits any more.
  func factors(in scope: Range<Int>, of output: TensorBits, from input: TensorBits) -> FactorReading
  {
    var common: ClosedRange<Double> = 0...(.infinity)
    // The units that the two ends are from.
    var (least, most): (Int?, Int?)
    for unit in scope where !mask[unit] {
      let fitting = Rounding.factors(
        of: input[unit], giving: output[unit], as: output.elementType)
      guard let fitting else { return .none(at: unit, besides: nil) }
      guard fitting.lowerBound <= common.upperBound else { return .none(at: unit, besides: most) }
      guard common.lowerBound <= fitting.upperBound else { return .none(at: unit, besides: least) }
      if fitting.lowerBound > common.lowerBound { least = unit }
      if fitting.upperBound < common.upperBound { most = unit }
      common =
        max(common.lowerBound, fitting.lowerBound)...min(common.upperBound, fitting.upperBound)
    }
    return .within(common)
  }

  /// The sample, channel and spatial position of a unit.
  func place(of unit: Int) -> UnitPlace { UnitPlace(unit, in: question.request.shape) }
}

/// Which factors explain the kept units of a scope.
enum FactorReading: Equatable {
  /// Every factor of an interval does.
  case within(ClosedRange<Double>)

  /// None does from this unit on, together with one before it; with nil, none does for this unit alone.
  case none(at: Int, besides: Int?)
}
