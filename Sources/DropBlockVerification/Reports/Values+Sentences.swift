extension Evidence.Values {
  /// What is wrong with the values of units, in words.
  func words(at site: FaultSite) -> String {
    switch self {
    case .changed(let index, let expected, let got):
      """
      element \(index) of the \(site) is not the input's, bit for bit
        expected \(expected.words)
        got      \(got.words)
      """
    case .noCommonFactor(let place, let input, let got):
      """
      \(place.words): no single factor explains this kept unit and those before it
        input \(input)
        got   \(got)
      """
    case .product(let place, let input, let factor, let expected, let got):
      """
      \(place.words): kept, so input · \(factor) is demanded, rounded once
        input    \(input)
        expected \(expected.words)
        got      \(got.words)
      """
    case .notZero(let place, let input, let got):
      """
      \(place.words): dropped, so +0 is demanded
        input \(input)
        got   \(got.words)
      \(got.value == 0
        ? "-0 is what x · 0 gives, which also lets NaN and infinity through"
        : "the dropped unit's value leaks")
      """
    case .factor(let factor): factor.words
    }
  }
}

extension Evidence.Factor {
  /// The scope, the factor that is demanded and those that fit, in words.
  fileprivate var words: String {
    """
    in units \(scope.lowerBound)..<\(scope.upperBound): \(scope.count) units, \(kept) kept
      expected factor \(expected)
      got a factor in \(got.lowerBound) ... \(got.upperBound)
    """
  }
}

extension Evidence.Gradient {
  /// What is wrong with the gradient, in words.
  var words: String {
    switch self {
    case .mask(let place, let isDropped, let gradient, let maps):
      """
      \(place.words): \(isDropped.fate) in the forward pass, but its gradient is \(gradient)
      \(maps.picture)
      """
    case .factor(let output, let gradient):
      "the output's factor lies in \(output), the gradient's in \(gradient)"
    case .innerProducts(let forward, let backward, let admissible):
      """
      ⟨f(x), g⟩  = \(forward)
      ⟨x, f*(g)⟩ = \(backward)
      admissible difference \(admissible)
      """
    }
  }
}
