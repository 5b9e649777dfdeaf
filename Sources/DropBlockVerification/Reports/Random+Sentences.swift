extension Evidence.Random {
  /// What is wrong with the random stream, in words.
  var words: String {
    switch self {
    case .wordsDrawn(let count): "\(count) random words were drawn"
    case .stateMoved:
      "with this identity between two calls the second drops other units than without: the random "
        + "state was moved"
    case .otherAnswer(let unit, let first, let second):
      "the same request gave \(first.words) and then \(second.words) at unit \(unit)"
    case .laterAnswer(let unit, let first, let later, let cases):
      "one of the first requests of the run gave \(first.words) at unit \(unit), and "
        + "\(later.words) after "
        + "\(Decimals.grouped(cases)) cases"
    case .part(let cut, let place, let isDroppedInPart, let isDroppedInWhole):
      "cut before sample \(cut): \(place.words) is \(isDroppedInPart.fate) in "
        + "the part, \(isDroppedInWhole.fate) in the whole"
    case .partCounts(let whole, let parts):
      "kept counts \(whole) of the whole, \(parts) of the parts"
    case .threads(let count): "\(count) threads give another output than 1 thread"
    case .word(let word): word.words
    case .goldenMask(let expected, let got):
      "mask, one bit per unit, first unit highest:\n  expected \(expected)\n  got      \(got)"
    case .farPosition(let place, let isDropped, let isExpectedDropped, let bits):
      "\(place.words) is \(isDropped.fate), and in the "
        + "reference \(isExpectedDropped.fate): grid positions are beyond 2^\(bits) there"
    }
  }
}

extension Evidence.PublishedWord {
  /// What the word says, and what was seen, in words.
  fileprivate var words: String {
    "word \(index) of counter 0 under key 0 is 0x\(String(word, radix: 16)), so with gamma "
      + "\(threshold) / 2³² position \(index) is \(isSeed ? "" : "not ")a seed; it was "
      + "\(isDropped ? "" : "not ")dropped"
  }
}
