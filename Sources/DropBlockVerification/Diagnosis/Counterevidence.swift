import DropBlockContract

/// Cases that meet a requirement, and what they say against an explanation of those that do not.
///
/// A rule that gives every failing case may be right there alone: for one element type, one size of map,
/// one sample. Then cases that pass, in which the rule would have shown, say that it is not all.
package struct Counterevidence: Sendable, Hashable {
  private var cases: [Pass] = []

  /// A case that meets the requirement.
  private struct Pass: Sendable, Hashable {
    let question: SubjectCase
    let result: SubjectResult

    /// Its mask, where that was found out by another question.
    let mask: [Bool]?
  }

  /// How many cases are kept, of how many units at most.
  private static let most = (cases: 64, units: 2_048)

  /// Takes in a case that meets the requirement.
  ///
  /// - Parameter known: The case's mask, where it was found out by another question.
  mutating func add(_ question: SubjectCase, _ answer: SubjectAnswer, mask known: [Bool]?) {
    guard cases.count < Self.most.cases, case .result(let result) = answer,
      question.input.count <= Self.most.units, result.output.count == question.input.count
    else { return }
    cases.append(Pass(question: question, result: result, mask: known))
  }

  /// How many cases of each requirement are kept for all.
  private static let mostOfEach = 24

  /// Takes in some of the cases of a requirement.
  mutating func take(_ other: Counterevidence) { cases += other.cases.prefix(Self.mostOfEach) }

  /// In how many cases a fault would have shown, and did not.
  ///
  /// - Parameter isOfGradient: Whether the fault is one of the backward pass: the output says nothing of it.
  func exceptions(to fault: KnownFault, isOfGradient: Bool = false) -> Int {
    guard let shows = Self.test(fault, isOfGradient) else { return 0 }
    return cases.count { pass in
      guard let mask = pass.mask ?? CaseDiagnosis.mask(pass.question, pass.result),
        mask.count == pass.question.input.count,
        let reading = try? Reading(pass.question, pass.result, mask: mask), !reading.isIdentity
      else { return false }
      return shows(reading)
    }
  }

  /// Whether two factors are further apart than what single precision makes of one: what is held so on the way may
  /// be rounded to what was asked for, here and there.
  private static func isClear(_ factor: Double, _ asked: Double) -> Bool {
    abs(factor - asked) > 1e-6 * abs(asked)
  }

  /// Whether a case that passes would have shown a fault; nil of faults of which that is not known.
  private static func test(_ fault: KnownFault, _ isOfGradient: Bool) -> ((Reading) -> Bool)? {
    switch fault {
    case .product(let rule):
      guard let known = ProductRule.all.first(where: { $0.rule == rule }) else { return nil }
      return { known.wouldShow($0) }
    case .outputIsInput:
      return { $0.result.output != $0.question.input }
    case .factor(let formula):
      return { reading in
        // What stands for units / kept says nothing where that is not asked for.
        guard let passing = FactorCase.passing(reading, isGradient: isOfGradient),
          passing.isCounted || formula.form == .one || passing.isExpected,
          let factors = passing.factors(formula),
          zip(factors, passing.asked).contains(where: Self.isClear), passing.isAsAsked
        else { return false }
        if case .refuted = passing.answer(factors, passing.asked) { return true }
        return false
      }
    case .factorMultiple(let ratio):
      return { reading in
        guard let passing = FactorCase.passing(reading, isGradient: isOfGradient), passing.isAsAsked
        else { return false }
        let factors = passing.asked.map { $0 * ratio.value }
        if case .refuted = passing.answer(factors, passing.asked) { return true }
        return false
      }
    case .gamma(let rule):
      guard let known = (RateRule.all + [RateRule.single]).first(where: { $0.rule == rule }) else {
        return nil
      }
      return { reading in
        let request = reading.question.request
        guard let got = reading.result.revealed.gamma,
          let gamma = known.gamma(request.configuration, request.shape.spatial)
        else { return false }
        return abs(gamma - got) > 1e-13 * got
      }
    case .gammaMultiple(let ratio):
      return { reading in
        let request = reading.question.request
        guard let got = reading.result.revealed.gamma,
          let asked = RateRule.asked.gamma(request.configuration, request.shape.spatial)
        else { return false }
        return abs(min(asked * ratio.value, 1) - got) > 1e-4 * got
      }
    case .seeds(let rule):
      guard let known = SeedRule.all.first(where: { $0.rule == rule }) else { return nil }
      return { !known.explains($0) }
    case .blocks, .invertedMask, .sharing:
      return { reading in
        reading.result.revealed.seeds != nil && BlockFit.gives(fault, reading) == false
      }
    default: return nil
    }
  }
}
