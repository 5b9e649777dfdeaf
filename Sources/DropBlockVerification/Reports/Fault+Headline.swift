extension Fault {
  /// What was seen, in a few words; nil where the name of the site has to do.
  var headline: String? {
    switch evidence {
    case .values(.notZero(_, let input, let got)):
      Self.leak(got, from: input, "dropped units", "the value of a dropped unit gets through")
    case .gradient(.notZero(_, _, let got)) where got.value == 0:
      "where a unit counts as dropped its gradient is -0, not +0"
    case .gradient(.notZero(_, let given, let got)):
      Self.leak(
        got, from: given, "gradients of dropped units",
        "the gradient of a dropped unit's output gets through")
    case .random(.otherAnswer), .random(.laterAnswer): "the same request has two answers"
    case .masks(.unlikeShared): "maps that are to have one mask differ"
    case .gradient(.mask): "the backward pass does not have the mask of the forward pass"
    case .gradient(.another): "the same case has two gradients"
    case .answer(.refused(let message)): "an admissible request was not computed: \(message)"
    case .answer(.notRefused), .answer(.computed): "an inadmissible request was computed"
    case .answer(.notFinite) where site == .nothingKept:
      "the output is no number where nothing is kept: perhaps 0 · (units / 0)"
    case .answer(.largeCount):
      "a tensor with a large count is NaN or 0 throughout: perhaps the count is beyond a number format"
    case .gradient(.product(let product)) where product.got.value == 0 && product.given != 0:
      "the gradient of a unit is 0 which the forward pass keeps"
    case .gradient(.product): "the gradient of a kept unit is not g times the factor"
    case .values(.multiple(let multiple)) where multiple.pass == .backward:
      multiple.got.value == 0 && multiple.given != 0
        ? "the gradient of a unit is 0 which the forward pass keeps"
        : "the gradient of a kept unit is not g times the factor"
    case .values(.noFactor(let kept)) where !kept.input.isFinite:
      Self.replaced(kept.input, kept.got)
    case .values(.multiple(let multiple))
    where multiple.pass == .forward && !multiple.given.isFinite:
      Self.replaced(multiple.given, multiple.got)
    case .values(.noCommonFactor):
      "kept units of one scope have no single factor, if each product is rounded once"
    case .twins: "maps that ought to have nothing in common have one mask"
    case .overlap: "stretches of units that ought to have nothing in common are dropped alike"
    default: nil
    }
  }

  private static func replaced(_ given: Double, _ got: TensorElement) -> String {
    "a kept unit of input \(given) becomes \(got.value)"
  }

  private static func leak(
    _ got: TensorElement, from given: Double, _ what: String, _ otherwise: String
  ) -> String {
    if got.value == 0 { return "\(what) are -0, not +0" }
    if got.value.isNaN, !given.isFinite { return "\(what) are NaN where \(given) goes in" }
    return otherwise
  }
}
