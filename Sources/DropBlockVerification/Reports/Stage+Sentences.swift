extension Evidence.Stage {
  /// Where the stage leaves the reference's, in words.
  var words: String {
    switch self {
    case .gamma(let expected, let got):
      """
        expected \(expected.words)
        got      \(got.words)\(Self.ratio(of: got.value, to: expected.value))
      """
    case .seeds(let seeds): seeds.words
    case .mask(let place, let maps):
      """
      first difference: \(place.words)
      \(maps.picture)
      """
    case .scopes(let expected, let got): "  expected \(expected) of them\n  got      \(got)"
    case .keptCount(let scope, let expected, let got):
      Self.difference(in: scope, "\(expected)", "\(got)")
    case .scale(let scope, let expected, let got):
      Self.difference(in: scope, expected.words, got.words)
    case .element(let pass, let place, let given, let expected, let got):
      """
      first difference: \(place.words)
        \(pass.givenAligned) \(given)
        expected \(expected.words)
        got      \(got.words)
      """
    }
  }

  /// By how much a number is another, where six digits show it.
  private static func ratio(of got: Double, to expected: Double) -> String {
    let ratio = got / expected
    return ratio.isFinite && abs(ratio - 1) >= 1e-5
      ? ", \(Digits.of(ratio, 6)) times as much" : ""
  }

  /// What a scope ought to have, and what it has.
  private static func difference(
    in scope: Evidence.Scope, _ expected: String, _ got: String
  ) -> String {
    """
    \(scope.words):
      expected \(expected)
      got      \(got)
    """
  }
}

extension Evidence.Scope {
  /// The scope, in words.
  fileprivate var words: String {
    switch self {
    case .tensor: "the whole tensor"
    case .sample(let sample): "sample \(sample)"
    case .map(let sample, let channel): "sample \(sample), channel \(channel)"
    }
  }
}

extension Evidence.Seeds {
  /// How many seeds there are, and the first that differs, in words.
  fileprivate var words: String {
    """
    seed grid \(grid): expected \(expected.seeds) seeds of \
    \(expected.positions) positions, got \(got.seeds) of \(got.positions)
    first difference at grid position \(position)\(difference?.words ?? "")
    """
  }
}

extension Evidence.Seeds.Difference {
  /// Where the seed lies, counted along the axes of the seed grid.
  fileprivate var words: String {
    ": \(place.words), where " + (isMissing ? "a seed is missing" : "no seed belongs")
  }
}
