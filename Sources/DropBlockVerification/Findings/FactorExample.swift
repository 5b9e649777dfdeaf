/// A map of a failing case that tells a formula from the factor asked for.
package struct FactorExample: Sendable, Hashable {
  /// How many units are counted together by the scale rule, and how many of them are kept.
  package let units: Int
  package let kept: Int

  /// The factor asked for.
  package let asked: Double

  /// The factors that give what was seen.
  package let seen: ClosedRange<Double>

  /// What the case is worth.
  let bits: Double
}
