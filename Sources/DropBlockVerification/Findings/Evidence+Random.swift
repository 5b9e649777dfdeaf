extension Evidence {
  /// What is wrong with the random stream.
  package enum Random: Sendable, Hashable {
    /// An identity drew random words.
    case wordsDrawn(Int)

    /// After an identity the next call drops other units than it does alone.
    case stateMoved

    /// The same request gave two answers; the first unit in which they differ.
    case otherAnswer(unit: Int, first: TensorElement, second: TensorElement)

    /// A request at the beginning of the run gave another answer after so many cases.
    case laterAnswer(unit: Int, first: TensorElement, later: TensorElement, cases: Int)

    /// A unit is dropped in a part of a batch and not in the whole, or the other way round.
    case part(cut: Int, UnitPlace, isDroppedInPart: Bool, isDroppedInWhole: Bool)

    /// The kept counts of the whole batch, and of its parts in sum.
    case partCounts(whole: [Int], parts: Int)

    /// So many threads give another output than one.
    case threads(Int)

    /// A word of the stream is not the published one.
    case word(PublishedWord)

    /// A mask is not that of the golden vectors; both as ``KnownAnswers/packed(_:)`` writes them.
    case goldenMask(expected: String, got: String)

    /// A unit is not as in the reference, where grid positions are beyond 2 to the power of `bits`.
    case farPosition(UnitPlace, isDropped: Bool, isExpectedDropped: Bool, bits: Int)
  }

  /// A word that is read off a mask of single units.
  package struct PublishedWord: Sendable, Hashable {
    /// Its number in the counter.
    package var index: Int

    /// The word.
    package var word: UInt32

    /// Gamma · 2³²: the position is a seed if its word is below.
    package var threshold: UInt64

    /// Whether the position is a seed.
    package var isSeed: Bool

    /// Whether the unit was dropped.
    package var isDropped: Bool
  }
}
