package import DropBlockContract

extension Evidence {
  /// What is wrong with an answer as a whole.
  package enum Answer: Sendable, Hashable {
    /// Another number of units came out than went in.
    case size(given: Int, got: Int)

    /// The revealed mask has another number of units than the tensor.
    case maskSize(units: Int, revealed: Int)

    /// An admissible request was refused, with the subject's message.
    case refused(String)

    /// A request was computed that the subject declares to refuse.
    case notRefused

    /// An inadmissible request was computed; the first elements of the output.
    case computed(outputBegins: [Double])

    /// Elements that belong to no unit were written.
    case strayWrites(Int)

    /// An input of ones has an output that is NaN in part.
    case undefinedInPart

    /// The output of so many cases was NaN throughout.
    case undefinedThroughout(cases: Int)

    /// An element of the output is NaN or infinite where nothing is kept.
    case notFinite(unit: Int, Double)

    /// A tensor beyond the range of a number format has no kept units.
    case largeCount(LargeCount)

    /// The output, or the gradient, of an identity has another format or size than its input.
    case formatOfIdentity(given: ElementType, got: ElementType)

    /// The output, or the gradient, has another number format than the input.
    case format(expected: ElementType, got: ElementType)

    /// A gradient was asked for, and there is none.
    case noGradient
  }

  /// What became of a tensor of so many units that counts of them leave a number format.
  package struct LargeCount: Sendable, Hashable {
    /// What the output is.
    package enum Output: Sendable, Hashable {
      /// NaN throughout: as if an infinite number were divided by another.
      case undefined

      /// The units of a scope that are not 0, so many, are NaN.
      case undefinedWhereKept(Int)

      /// Zero throughout: as if a number were divided by an infinite one.
      case zeros
    }

    /// What the output is.
    package var output: Output

    /// The number of units.
    package var units: Int

    /// The number of units that are counted together.
    package var unitsOfScope: Int

    /// The number format.
    package var type: ElementType
  }
}
