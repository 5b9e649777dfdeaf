import DropBlockContract

extension Evidence.Answer {
  /// What is wrong with the answer, in words.
  func words(at site: FaultSite) -> String {
    switch self {
    case .size(let given, let got): "\(given) units went in, \(got) came out"
    case .maskSize(let units, let revealed):
      "the tensor has \(units) units, the revealed mask \(revealed)"
    case .refused(let message): "an admissible request was refused: \(message)"
    case .notRefused: "declared as refused, but computed"
    case .computed(let begins):
      "\(site): computed instead of refused; the output begins "
        + begins.map { "\($0)" }.joined(separator: " ")
    case .strayWrites(let count): "\(count) elements that belong to no unit were written"
    case .undefinedInPart:
      "the output is NaN in part, though the input is 1 throughout: a unit is dropped to +0"
    case .undefinedThroughout(let cases): "the output was NaN throughout in \(cases) cases"
    case .notFinite(let unit, let value): "unit \(unit) of the output is \(value)"
    case .largeCount(let count): count.words
    case .formatOfIdentity(let given, let got): "\(given) went in, \(got) came out"
    case .format(let expected, let got): "expected \(expected.rawValue), got \(got.rawValue)"
    case .noGradient: "the answer holds no gradient"
    }
  }
}

extension Evidence.LargeCount {
  /// What the output is, and why that is, in words.
  fileprivate var words: String {
    switch output {
    case .undefined: "the output is NaN throughout" + overflow("infinite by infinite")
    case .zeros:
      "the output is all zeros, though about \(units / 20 * 19) units are kept"
        + overflow("a number by an infinite one")
    }
  }

  /// What makes a large count vanish, where it is beyond the tensor's own format.
  private func overflow(_ quotient: String) -> String {
    type == .float16
      ? "\nas if the factor were \(quotient): counts of up to \(units) units are beyond "
        + "half precision, which ends at 65,504"
      : ""
  }
}

extension Evidence.Random {
  /// What is wrong with the random stream, in words.
  var words: String {
    switch self {
    case .wordsDrawn(let count): "\(count) random words were drawn"
    case .stateMoved:
      "after this identity the next call drops other units than it does alone: random numbers were "
        + "drawn"
    case .otherAnswer(let unit, let first, let second):
      "the same request gave \(first) and then \(second) at unit \(unit)"
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

extension Evidence.Schedule {
  /// What is wrong with the values of a schedule, in words.
  func words(at site: FaultSite) -> String {
    switch self {
    case .refused(let message): "refused: \(message)"
    case .count(let expected, let got): "\(expected) values asked for, \(got) came"
    case .value(let value):
      """
      step \(value.step):
        expected \(value.expected)
        got      \(value.got)
      steps \(value.around.map(\.step)): got \(value.around.map(\.value))
      """
    case .computed(let values): "\(site): gave \(values) instead of an error"
    }
  }
}
