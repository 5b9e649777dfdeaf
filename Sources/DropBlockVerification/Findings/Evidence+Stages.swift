extension Evidence {
  /// The first stage at which an answer leaves the reference's.
  package enum Stage: Sendable, Hashable {
    /// Gamma.
    case gamma(expected: TensorElement, got: TensorElement)

    /// The seeds.
    case seeds(Seeds)

    /// The mask of a map.
    case mask(UnitPlace, MapDifference)

    /// There are more or fewer kept counts, or scales, than scopes.
    case scopes(expected: Int, got: Int)

    /// The number of kept units of a scope.
    case keptCount(Scope, expected: Int, got: Int)

    /// The factor of a scope.
    case scale(Scope, expected: TensorElement, got: TensorElement)

    /// An element of the output or of the gradient.
    case element(
      Pass, UnitPlace, given: Double, expected: TensorElement, got: TensorElement)
  }

  /// The units that have one factor.
  package enum Scope: Sendable, Hashable {
    /// All of them.
    case tensor

    /// Those of a sample.
    case sample(Int)

    /// Those of one map.
    case map(sample: Int, channel: Int)
  }

  /// Seeds that are not the reference's.
  package struct Seeds: Sendable, Hashable {
    /// The sizes of the seed grid: samples, channels and spatial axes.
    package var grid: [Int]

    /// The seeds that are expected.
    package var expected: Count

    /// The seeds that came.
    package var got: Count

    /// The first grid position that differs; the first that one of the two lacks if none does.
    package var position: Int

    /// Where that is, and whether a seed is missing there; nil where one of the two ends.
    package var difference: Difference?

    /// How many positions there are, and how many of them are seeds.
    package struct Count: Sendable, Hashable {
      /// The number of seeds.
      package var seeds: Int

      /// The number of positions.
      package var positions: Int

      /// Counts the seeds of a grid.
      init(_ seeds: [Bool]) {
        self.seeds = seeds.count { $0 }
        positions = seeds.count
      }
    }

    /// A grid position that is a seed in one of the two alone.
    package struct Difference: Sendable, Hashable {
      /// Where it lies.
      package var place: UnitPlace

      /// Whether a seed is missing; otherwise there is one too many.
      package var isMissing: Bool
    }
  }
}
