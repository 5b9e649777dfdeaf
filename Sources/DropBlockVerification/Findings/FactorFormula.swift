/// A way, right or wrong, to get at the factor of kept units, as a composition of its parts.
///
/// Without a change it is what the specification asks for: units / kept over the declared scope.
/// Each part that is changed is one mistake; two mistakes at once are a formula too.
package struct FactorFormula: Sendable, Hashable {
  /// Which units are counted together.
  var scope = Scope.declared

  /// What is made of the two counts.
  var form = Form.quotient

  /// How kept units are counted.
  var count = Count.exact

  /// What is added to the kept count, as it is written in code; nil for nothing.
  var epsilon: String?

  /// In which format the result is held.
  var precision = Precision.exact

  /// Which units are counted together.
  enum Scope: String, Sendable, CaseIterable {
    case declared
    case tensor = "of-tensor"
    case sample = "of-sample"
    case map = "of-map"
    case firstSample = "of-first-sample"
    case firstMap = "of-first-map"
    case firstChannel = "of-first-channel"
    case meanOfSamples = "mean-of-samples"
    case meanOfMaps = "mean-of-maps"
    case channel = "of-channel"
  }

  /// What is made of the two counts, or used in their place.
  enum Form: String, Sendable, CaseIterable {
    case quotient
    case one = "none"
    case expectation
    case keepProbability = "keep-probability"
    case dropProbability = "one-over-p"
    case oneMinusGamma = "one-minus-gamma"
    case expectedShare = "expected-share"
    case inverted
    case twice
    case root
    case overDropped = "over-dropped"

    /// Whether it is made of counts.
    var isCounted: Bool {
      switch self {
      case .quotient, .inverted, .twice, .root, .overDropped: true
      case .one, .expectation, .keepProbability, .dropProbability, .oneMinusGamma, .expectedShare:
        false
      }
    }
  }

  /// How units are counted.
  enum Count: String, Sendable, CaseIterable {
    case exact
    case zerosAsDropped = "zeros-as-dropped"
    case keptPlusOne = "kept-plus-1"
    case keptMinusOne = "kept-minus-1"
    case unitsPlusOne = "units-plus-1"
    case unitsMinusOne = "units-minus-1"
    case atLeastTwo = "kept-at-least-2"
    case ofOneChannel = "kept-of-one-channel"
    case ofOneSample = "kept-of-one-sample"
    case unitsOfOneChannel = "units-of-one-channel"
    case unitsOfOneSample = "units-of-one-sample"
    case float16 = "count-float16"
    case bfloat16 = "count-bfloat16"
    case float32 = "count-float32"
    case stops = "count-stops"
    case uint8 = "count-uint8"
    case uint16 = "count-uint16"
    case overlapsTwice = "overlaps-counted-twice"

    /// The largest count that the format holds; nil where that is beyond all tensors.
    var last: Int? {
      switch self {
      case .uint8: 255
      case .uint16: 65_535
      case .float16: 65_504
      default: nil
      }
    }
  }

  /// In which format the factor, or the kept share, is held before it is used.
  enum Precision: String, Sendable, CaseIterable {
    case exact
    case float16 = "rounded-float16"
    case bfloat16 = "rounded-bfloat16"
    case shareFloat16 = "share-float16"
    case shareBFloat16 = "share-bfloat16"
    case float32 = "rounded-float32"
    case wholeNumber = "whole-number"
  }

  /// The numbers that are added to a count lest it be 0.
  static let epsilons = ["1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2"]

  /// How many parts are changed.
  var changes: Int {
    (scope == .declared ? 0 : 1) + (form == .quotient ? 0 : 1) + (count == .exact ? 0 : 1)
      + (epsilon == nil ? 0 : 1) + (precision == .exact ? 0 : 1)
  }

  /// The stable identifier: `factor.` and the parts that are changed.
  var id: String {
    let parts =
      (scope == .declared ? [] : [scope.rawValue]) + (form == .quotient ? [] : [form.rawValue])
      + (count == .exact ? [] : [count.rawValue]) + (epsilon.map { ["epsilon-\($0)"] } ?? [])
      + (precision == .exact ? [] : [precision.rawValue])
    return "factor." + (parts.isEmpty ? "asked" : parts.joined(separator: "."))
  }

  /// Whether a number is held in a format that rounds it.
  var isRounded: Bool {
    if precision != .exact { return precision != .wholeNumber }
    switch count {
    case .float16, .bfloat16, .float32: return true
    default: return false
    }
  }

  /// All formulas with one change, the simple ones first.
  static let single: [FactorFormula] =
    [.none] + changed(FactorFormula()).filter { $0 != .none }

  /// Kept units stay as they are.
  static let none: FactorFormula = {
    var formula = FactorFormula()
    formula.form = .one
    return formula
  }()

  /// All formulas with two changes.
  ///
  /// A formula without counts has no scope, count or epsilon, and a mask is shared by several maps.
  static let double: [FactorFormula] = {
    var formulas: [FactorFormula] = []
    var known: Set<FactorFormula> = []
    for first in single {
      for formula in changed(first)
      where formula.changes == 2 && (formula.form.isCounted || !formula.hasCounts)
        && !formula.sharesNothing && !formula.isTooCoarse && known.insert(formula).inserted
      {
        formulas.append(formula)
      }
    }
    return formulas
  }()

  /// Whether it is about maps that share a mask, but counts none of them together.
  private var sharesNothing: Bool {
    switch count {
    case .ofOneChannel, .unitsOfOneChannel:
      [.map, .firstMap, .meanOfMaps, .channel, .firstChannel].contains(scope)
    case .ofOneSample, .unitsOfOneSample:
      [.map, .firstMap, .meanOfMaps, .sample, .firstSample, .meanOfSamples].contains(scope)
    default: false
    }
  }

  /// Whether so much is lost by an integer division that little can be read off: of two counts that are right
  /// themselves something is left.
  private var isTooCoarse: Bool { precision == .wholeNumber && scope == .declared }

  /// Whether it says how to count.
  private var hasCounts: Bool { scope != .declared || count != .exact || epsilon != nil }

  /// A formula with one part exchanged.
  private static func changed(_ formula: FactorFormula) -> [FactorFormula] {
    func with(_ change: (inout FactorFormula) -> Void) -> FactorFormula {
      var other = formula
      change(&other)
      return other
    }
    return Scope.allCases.dropFirst().map { scope in with { $0.scope = scope } }
      + Form.allCases.dropFirst().map { form in with { $0.form = form } }
      + Count.allCases.dropFirst().map { count in with { $0.count = count } }
      + epsilons.map { epsilon in with { $0.epsilon = epsilon } }
      + Precision.allCases.dropFirst().map { precision in with { $0.precision = precision } }
  }
}

extension FactorFormula {
  /// What kept units are multiplied by, in words.
  package var words: String {
    let mean =
      switch scope {
      case .meanOfSamples: "the mean over the samples of "
      case .meanOfMaps: "the mean over the maps of "
      default: ""
      }
    let together =
      switch scope {
      case .declared, .meanOfSamples, .meanOfMaps: ""
      case .tensor: " of the whole tensor"
      case .sample: " of each sample"
      case .map: " of each map"
      case .firstSample: " of the first sample, for all samples"
      case .firstMap: " of the first map, for all maps"
      case .firstChannel: " of the first channel, over the whole batch, for all channels"
      case .channel: " of each channel, over the whole batch"
      }
    return mean + formula + together + count.words + precision.words + form.explanation
  }

  /// The two counts, and what is made of them.
  private var formula: String {
    let units =
      switch count {
      case .unitsPlusOne: "(units + 1)"
      case .unitsMinusOne: "(units − 1)"
      default: "units"
      }
    let base =
      switch count {
      case .keptPlusOne: "kept + 1"
      case .keptMinusOne: "kept − 1"
      case .atLeastTwo: "max(kept, 2)"
      default: "kept"
      }
    let sum = epsilon.map { "\(base) + \($0)" } ?? base
    let isSum = epsilon != nil || count == .keptPlusOne || count == .keptMinusOne
    let kept = isSum ? "(\(sum))" : sum
    switch form {
    case .quotient:
      return precision.isOfShare ? "1 / (\(kept) / \(units))" : "\(units) / \(kept)"
    case .inverted: return "\(kept) / \(units)"
    case .twice: return "(\(units) / \(kept))²"
    case .root: return "√(\(units) / \(kept))"
    case .overDropped:
      return "\(units) / dropped"
    case .one: return "1"
    // Where the number is rounded, it may be the one asked for.
    case .expectation where precision != .exact: return "1 / (1 − p)"
    case .expectation: return "1 / (1 − p), the expectation, instead of units / kept"
    case .keepProbability: return "1 − p"
    case .dropProbability: return "1 / p"
    case .oneMinusGamma: return "1 / (1 − gamma)"
    case .expectedShare:
      return "1 / (1 − s) with s the share that the exact law expects to be dropped"
    }
  }
}

extension FactorFormula.Form {
  /// What has happened, where the formula does not say it.
  fileprivate var explanation: String {
    switch self {
    case .one: ": kept units are not scaled"
    case .inverted: ": numerator and denominator have changed places"
    case .twice: ": kept units are scaled twice"
    case .overDropped: ": what is dropped was counted as kept"
    case .dropProbability: ": the probability of dropping is taken for that of keeping"
    case .quotient, .expectation, .keepProbability, .oneMinusGamma, .expectedShare, .root: ""
    }
  }
}

extension FactorFormula.Count {
  /// How units are counted, after the formula.
  fileprivate var words: String {
    switch self {
    case .exact, .keptPlusOne, .keptMinusOne, .unitsPlusOne, .unitsMinusOne, .atLeastTwo: ""
    case .zerosAsDropped: " with zeros of what is multiplied counted as dropped"
    case .ofOneChannel:
      " with the kept units of one channel, and the units of all channels that share its mask"
    case .ofOneSample:
      " with the kept units of one sample, and the units of all samples that share its masks"
    case .unitsOfOneChannel:
      " with the units of one channel, and the kept units of all channels that share its mask"
    case .unitsOfOneSample:
      " with the units of one sample, and the kept units of all samples that share its masks"
    case .float16: " with the kept count in half precision"
    case .bfloat16: " with the kept count in bfloat16"
    case .float32: " with the kept count in single precision"
    case .stops: " with the kept count stopped at 2²⁴"
    case .uint8: " with the kept count in 8 bits, from 0 again after 255"
    case .uint16: " with the kept count in 16 bits, from 0 again after 65,535"
    case .overlapsTwice: " with units under several blocks counted as dropped more than once"
    }
  }
}

extension FactorFormula.Precision {
  /// Whether it is the kept share that is held.
  var isOfShare: Bool { self == .shareFloat16 || self == .shareBFloat16 }

  /// Which format it is, after the formula.
  fileprivate var words: String {
    switch self {
    case .exact: ""
    case .float16: ", rounded to half precision before it is used"
    case .bfloat16: ", rounded to bfloat16 before it is used"
    case .float32: ", rounded to single precision before it is used"
    case .wholeNumber: ", rounded down to a whole number, as by an integer division"
    case .shareFloat16: " with the kept share in half precision"
    case .shareBFloat16: " with the kept share in bfloat16"
    }
  }
}
