import DropBlockContract

extension Evidence.Answer {
  /// What is wrong with the answer, in words.
  func words(at site: FaultSite) -> String {
    switch self {
    case .size(let given, let got): "\(given) units went in, \(got) came out"
    case .maskSize(let units, let revealed):
      "the tensor has \(units) units, the revealed mask \(revealed)"
    case .refused(let message): "an admissible request was not computed: \(message)"
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
    case .undefinedWhereKept(let kept):
      "of \(unitsOfScope) units that are counted together \(kept) are NaN, and all others 0"
        + overflow("infinite by infinite")
    case .zeros:
      "all \(units) units of the output are 0, though some 98 % of them ought to be kept"
        + overflow("a number by an infinite one")
    }
  }

  /// What makes a large count vanish, where it is beyond the tensor's own format.
  private func overflow(_ quotient: String) -> String {
    type == .float16
      ? "\nas if the factor were \(quotient): counts of up to \(unitsOfScope) units are beyond "
        + "half precision, which ends at 65,504"
      : ""
  }
}
