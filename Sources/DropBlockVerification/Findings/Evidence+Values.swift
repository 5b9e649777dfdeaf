extension Evidence {
  /// What is wrong with the values of units.
  package enum Values: Sendable, Hashable {
    /// An element of an identity is not what went in, bit for bit.
    case changed(Pass, index: Int, expected: TensorElement, got: TensorElement)

    /// No factor explains this kept unit.
    case noFactor(Kept)

    /// No single factor explains these two kept units; each by itself has one.
    case noCommonFactor(Kept, Kept)

    /// A kept unit is not what went in times the factor that is demanded.
    case multiple(Multiple)

    /// A dropped unit is not +0.
    case notZero(UnitPlace, input: Double, got: TensorElement)

    /// The kept units of a scope have another factor than units / kept.
    case factor(Factor)
  }

  /// A kept unit, and the factors that explain it.
  package struct Kept: Sendable, Hashable {
    /// Where the unit lies.
    package var place: UnitPlace

    /// Its input.
    package var input: Double

    /// What it has become.
    package var got: TensorElement

    /// The factors that would do; nil where none would.
    package var factors: ClosedRange<Double>?
  }

  /// A kept unit, or its gradient, that is not what it has to be a multiple of.
  package struct Multiple: Sendable, Hashable {
    /// The pass that multiplies.
    package var pass: Pass

    /// Where the unit lies.
    package var place: UnitPlace

    /// What went in: the unit's input, or the gradient of its output.
    package var given: Double

    /// The factor that is demanded.
    package var factor: Double

    /// What is demanded of the product.
    package var demand: Demand

    /// What came.
    package var got: TensorElement

    /// How exact a product has to be.
    package enum Demand: Sendable, Hashable {
      /// It is rounded once.
      case rounded(TensorElement)

      /// It is as near as this part of itself.
      case near(Double, within: Double)
    }
  }

  /// The factor of a scope of the scale rule.
  package struct Factor: Sendable, Hashable {
    /// The units of the scope.
    package var scope: Range<Int>

    /// How many of them are kept.
    package var kept: Int

    /// The factor that is demanded.
    package var expected: Double

    /// The factors that explain all kept units.
    package var got: ClosedRange<Double>
  }

  /// The gradient of a kept unit.
  package struct Product: Sendable, Hashable {
    /// Where the unit lies.
    package var place: UnitPlace

    /// Its input.
    package var input: Double

    /// The gradient of its output.
    package var given: Double

    /// The factors that would do.
    package var factors: ClosedRange<Double>

    /// The gradient of its input.
    package var got: TensorElement
  }

  /// What is wrong with a gradient.
  package enum Gradient: Sendable, Hashable {
    /// A unit's gradient is 0 where the unit is kept, or is not where it is dropped.
    case mask(UnitPlace, isDropped: Bool, gradient: Double, MapDifference)

    /// The output and the gradient have different factors.
    case factor(output: ClosedRange<Double>, gradient: ClosedRange<Double>)

    /// The gradient of a dropped unit is not +0; the gradient of its output.
    case notZero(UnitPlace, given: Double, got: TensorElement)

    /// The gradient of a kept unit is not that of its output times the factor.
    case product(Product)

    /// By its gradient a unit whose input is 0 is dropped, but it lies in no wholly dropped block.
    case stray(UnitPlace, MarkedMap)

    /// With the units whose input is 0 kept or dropped as their gradients say, the factor of a scope is
    /// not units / kept.
    case count(Factor)

    /// The same case gave one gradient of a unit, and then another.
    case another(UnitPlace, first: TensorElement, second: TensorElement)

    /// ⟨f(x), g⟩ and ⟨x, f*(g)⟩ differ by more than the rounding of their products.
    case innerProducts(forward: Double, backward: Double, admissible: Double)
  }
}

extension Evidence.Values {
  /// Whether it is about a kept unit that went in infinite, or as no number.
  package var isOfSpecialValue: Bool {
    switch self {
    case .noFactor(let kept): !kept.input.isFinite
    case .multiple(let multiple): !multiple.given.isFinite
    case .changed, .noCommonFactor, .notZero, .factor: false
    }
  }
}
