extension Pass {
  /// What goes into the pass, as sentences call it.
  var given: String { self == .forward ? "input" : "g" }

  /// The same above "expected" and "got".
  var givenAligned: String { self == .forward ? "input   " : "g       " }
}

extension Evidence.Values {
  /// What is wrong with the values of units, in words.
  func words(at site: FaultSite) -> String {
    switch self {
    case .changed(let pass, let index, let expected, let got):
      """
      element \(index) of the \(site) is not \(pass == .forward ? "the input's" : "g's"), bit for bit
        expected \(expected.words)
        got      \(got.words)
      """
    case .noFactor(let kept):
      """
      \(kept.place.words): no factor above 0 explains this kept unit
        input \(kept.input)
        got   \(kept.got.words)
      """
    case .noCommonFactor(let one, let other):
      "no single factor explains these two kept units" + one.words(besides: other)
        + other.words(besides: one)
    case .multiple(let multiple): multiple.words
    case .notZero(let place, let input, let got):
      """
      \(place.words): dropped, so +0 is demanded
        input \(input)
        got   \(got.words)\(Self.hint("x", input, got.value))
      """
    case .factor(let factor): factor.words
    }
  }
}

extension Evidence.Values {
  /// How a dropped unit came to be other than +0, where the case shown says so, on a line of its own.
  ///
  /// - Parameters:
  ///   - name: What is called what went in.
  ///   - given: What went in.
  ///   - got: What came.
  fileprivate static func hint(_ name: String, _ given: Double, _ got: Double) -> String {
    let isProduct = (given * 0).isNaN ? got.isNaN : got == 0 && (given * 0).sign == got.sign
    guard isProduct else { return "" }
    return got.isNaN
      ? "\nNaN is what \(name) · 0 gives"
      : "\n-0 is what \(name) · 0 gives, which also lets NaN and infinity through"
  }
}

extension Evidence.Kept {
  /// The unit and what it has become, in words; and by which factors, where that says more.
  fileprivate func words(besides other: Evidence.Kept) -> String {
    var factor = ""
    // Of the same input and neighbouring numbers the ends of the two ranges are one.
    if let own = factors, other.factors?.overlaps(own) == false {
      factor = "\n    factor in \(own.lowerBound) ... \(own.upperBound)"
    }
    return """

        \(place.words)
          input \(input)
          got   \(got.words)\(factor)
      """
  }
}

extension Evidence.Multiple {
  /// The unit, what is demanded of it, and what it is, in words.
  fileprivate var words: String {
    let product = "\(pass.given) · \(factor)"
    let demanded = pass == .forward ? "\(product) is demanded" : "its gradient is \(product)"
    return """
      \(place.words): kept, so \(demanded), \(demand.exactness)
        \(pass.givenAligned) \(given)
        expected \(demand.expected)
        got      \(got.words)
      """
  }
}

extension Evidence.Multiple.Demand {
  /// How exact the product has to be.
  fileprivate var exactness: String {
    switch self {
    case .rounded: "rounded once"
    case .near(_, let within): "to within \(Decimals.significant(within)) of itself"
    }
  }

  /// The product.
  fileprivate var expected: String {
    switch self {
    case .rounded(let element): element.words
    case .near(let value, _): "\(value)"
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

extension Evidence.Product {
  /// The unit, its factor and its gradient, in words.
  fileprivate var words: String {
    let isOne = factors.lowerBound == factors.upperBound
    let factor =
      isOne ? "\(factors.lowerBound)" : "in \(factors.lowerBound) ... \(factors.upperBound)"
    return """
      \(place.words): kept, so its gradient is g times a factor\(isOne ? " of" : "") \(factor)
        input \(input)
        g     \(given)
        got   \(got.words)
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
    case .notZero(let place, let given, let got):
      """
      \(place.words): it counts as dropped, so its gradient is +0, whatever the output's is
        g   \(given)
        got \(got.words)\(Evidence.Values.hint("g", given, got.value))
      """
    case .product(let product): product.words
    case .stray(let place, let map):
      """
      \(place.words): the input is 0, and so is the gradient, but no block there is wholly dropped
      \(MaskPicture.draw(map.mask[...], map: map.map, mark: map.unit))
      """
    case .count(let factor):
      """
      where the input is 0, units count as kept or dropped as their gradients say:
      \(factor.words)
      """
    case .another(let place, let first, let second):
      """
      \(place.words): the same case gave two gradients
        first \(first.words)
        then  \(second.words)
      """
    case .innerProducts(let forward, let backward, let admissible):
      """
      ⟨f(x), g⟩  = \(forward)
      ⟨x, f*(g)⟩ = \(backward)
      admissible difference \(admissible)
      """
    }
  }
}
