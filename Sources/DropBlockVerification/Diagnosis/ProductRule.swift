import DropBlockContract

/// A known wrong way to round the product of a kept unit and its factor, where the factor is right.
struct ProductRule: Sendable {
  /// What it does.
  let rule: Rule

  /// The product; nil where the rule does not apply to a format.
  let product: @Sendable (Double, Double, ElementType) -> Double?

  /// Whether some units may be right.
  private var isPartial = false

  private init(
    _ name: String, _ words: String,
    _ product: @escaping @Sendable (Double, Double, ElementType) -> Double?
  ) {
    rule = Rule("product.\(name)", words)
    self.product = product
  }

  /// All known rules.
  static let all: [ProductRule] =
    [
      ProductRule("truncated", "products are cut off towards 0, not rounded to the nearest") {
        Rounding.directed($0, $1, as: $2, isUp: false)
      },
      // The factor may be held in single precision, or not.
      truncatedSingle { $0 }, truncatedSingle { Double(Float($0)) },
      ProductRule("rounded-up", "products are rounded away from 0, not to the nearest") {
        Rounding.directed($0, $1, as: $2, isUp: true)
      },
      ProductRule("saturated", "products beyond the format become its largest number") {
        let product = Rounding.product($0, $1, as: $2)
        guard product.isInfinite, $0.isFinite else { return nil }
        return product < 0 ? -Rounding.largest($2) : Rounding.largest($2)
      },
      ProductRule("flushed", "products below the normal numbers of the format become 0") {
        abs($0 * $1) < Rounding.leastNormal($2) ? ($0 * $1 < 0 ? -0.0 : 0) : nil
      },
      partlyUnscaled,
    ]
    + through(.float32, "single precision") + through(.bfloat16, "bfloat16")
    + through(.float16, "11 significant bits, as in half precision or TF32,")

  private static func truncatedSingle(_ held: @escaping @Sendable (Double) -> Double) -> ProductRule
  {
    ProductRule(
      "truncated-single", "products are rounded to single precision, and then cut off towards 0"
    ) { x, factor, type in
      guard type == .float16 || type == .bfloat16 else { return nil }
      return Rounding.directed(Double(Float(x * held(factor))), 1, as: type, isUp: false)
    }
  }

  /// What all of them say, each once: a rule may be written in several ways.
  static let rules: [Rule] = {
    var known: Set<Rule> = []
    return all.map(\.rule).filter { known.insert($0).inserted }
  }()

  static let partlyUnscaled: ProductRule = {
    var rule = ProductRule("partly-unscaled", "some kept units are not scaled") {
      x, _, _ in x
    }
    rule.isPartial = true
    return rule
  }()

  /// Products that are held in a format on the way: what goes into them may be, or only what comes out.
  private static func through(_ format: ElementType, _ name: String) -> [ProductRule] {
    func rule(_ product: @escaping @Sendable (Double, Double, ElementType) -> Double) -> ProductRule
    {
      ProductRule(
        "in-\(format.rawValue)", "products are rounded to \(name) before they are stored"
      ) { x, factor, type in
        guard type != format else { return nil }
        return Rounding.product(product(x, factor, type), 1, as: type)
      }
    }
    return [
      rule { x, factor, _ in Rounding.product(x, factor, as: format) },
      rule { x, factor, type in
        let held = type == .float64 ? factor : Double(Float(factor))
        return Rounding.product(x * held, 1, as: format)
      },
    ]
  }

  /// Whether it gives every kept unit of a case to the bit, one at least of which the specification
  /// demands otherwise: of the forward pass, or of the backward pass where that is all that is off.
  func explains(_ reading: Reading) -> Bool {
    // Where the forward pass is off, the backward pass may have faults of its own.
    let wrong = Self.passes(reading).first { pass in
      !isGiven(pass, reading) { Self.right(pass, $0, $1) }
    }
    guard let wrong else { return false }
    return Self.kept(reading).allSatisfy { unit, factor in
      Self.isSame(given(wrong, unit, factor), wrong.got[unit])
        || isPartial && Self.isSame(Self.right(wrong, unit, factor), wrong.got[unit])
    }
  }

  /// Whether it would have shown in a case in which all is right to the bit.
  func wouldShow(_ reading: Reading) -> Bool {
    let passes = Self.passes(reading)
    return passes.contains { shows($0, reading) }
      && passes.allSatisfy { pass in isGiven(pass, reading) { Self.right(pass, $0, $1) } }
  }

  /// Whether every kept unit of a pass is what it is said to be.
  private func isGiven(
    _ pass: Passed, _ reading: Reading, _ expected: (Int, Double) -> Double
  ) -> Bool {
    Self.kept(reading).allSatisfy { Self.isSame(expected($0.unit, $0.factor), pass.got[$0.unit]) }
  }

  private static func right(_ pass: Passed, _ unit: Int, _ factor: Double) -> Double {
    Rounding.product(pass.given[unit], factor, as: pass.got.elementType)
  }

  private typealias Passed = (given: TensorBits, got: TensorBits)

  /// What went in, and what came out of it, forwards and backwards.
  private static func passes(_ reading: Reading) -> [Passed] {
    let count = reading.question.input.count
    var passes = [Passed(given: reading.question.input, got: reading.result.output)]
    if let incoming = reading.question.outputGradient, let gradient = reading.result.inputGradient {
      passes.append(Passed(given: incoming, got: gradient))
    }
    return passes.filter { $0.given.count == count && $0.got.count == count }
  }

  /// The kept units, each with the factor that is right for it.
  private static func kept(_ reading: Reading) -> [(unit: Int, factor: Double)] {
    reading.scopes.flatMap { scope -> [(unit: Int, factor: Double)] in
      guard reading.keptCount(in: scope) > 0 else { return [] }
      let factor = reading.demandedFactor(in: scope, epsilon: 0)
      return scope.filter { !reading.mask[$0] }.map { ($0, factor) }
    }
  }

  private func given(_ pass: Passed, _ unit: Int, _ factor: Double) -> Double {
    let (x, type) = (pass.given[unit], pass.got.elementType)
    return product(x, factor, type) ?? Rounding.product(x, factor, as: type)
  }

  /// Whether one unit at least comes out otherwise than it should.
  private func shows(_ pass: Passed, _ reading: Reading) -> Bool {
    Self.kept(reading).contains { unit, factor in
      !Self.isSame(given(pass, unit, factor), Self.right(pass, unit, factor))
    }
  }

  private static func isSame(_ one: Double, _ other: Double) -> Bool {
    one == other || one.isNaN && other.isNaN
  }
}
