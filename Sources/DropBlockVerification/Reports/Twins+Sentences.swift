import DropBlockPlatform

extension Evidence.Twins {
  /// In which bits keys differ, where they have something else in common.
  private var bits: String {
    guard kind.calls == .otherKeys, count >= 8, keyBits.nonzeroBitCount <= 20 else { return "" }
    var ranges: [String] = []
    var bit = 0
    while bit < 64 {
      let first = bit
      while bit < 64, keyBits >> UInt64(bit) & 1 == 1 { bit += 1 }
      if bit > first { ranges.append(bit == first + 1 ? "\(first)" : "\(first) to \(bit - 1)") }
      bit += 1
    }
    return " (the keys differ in bits \(ranges.joined(separator: ", ")) only)"
  }

  /// In which calls they are, where it is not in any.
  private var only: String {
    values.isEmpty ? "" : ", all in calls of " + values.map(\.words).joined(separator: ", ")
  }

  /// Which maps have one mask.
  var words: String {
    let others =
      repeated == count
      ? "" : "\n  and \(Decimals.grouped(repeated - count)) in other ways"
    return """
      of \(Decimals.grouped(maps)) maps, \(Decimals.grouped(repeated)) \
      \(repeated == 1 ? "has" : "have") the mask of an earlier one
        \(Decimals.grouped(count)) so: \(kind.words)\(bits)\(only)\(others)
        such as \(first.words)
        and     \(second.words)
      of a correct subject any two are alike with probability \
      \(Decimals.powerOfTen(logProbability)) at most
      """
  }
}

extension Evidence.Twins.Kind {
  /// How two maps lie to each other: `one call, one sample, channels 8 apart`.
  package var words: String {
    let places = [Self.apart(samples, "sample"), Self.apart(channels, "channel")]
    return ([calls.words] + places).joined(separator: ", ")
  }

  private static func apart(_ difference: Int, _ noun: String) -> String {
    difference == 0
      ? "one \(noun)" : "\(noun)s \(Decimals.grouped(abs(difference))) apart"
  }
}

extension Evidence.Twins.Calls {
  fileprivate var words: String {
    switch self {
    case .same: "one call"
    case .keyBit(let bit): "keys that differ in bit \(bit)"
    case .keysApart(let distance): "keys \(Decimals.grouped(distance)) apart"
    case .otherKeys: "other keys"
    case .later(1): "successive calls"
    case .later(let calls): "\(Decimals.grouped(calls)) calls apart"
    }
  }
}

extension Evidence.MapPlace {
  fileprivate var words: String {
    "\(CallWords.of(call, key)), sample \(sample), channel \(channel)"
  }
}

extension Evidence.Overlap {
  /// Which stretches of units are dropped alike.
  var words: String {
    """
    \(Decimals.grouped(units)) units in a row are dropped and kept as \(Decimals.grouped(units)) \
    others are
      from \(first.words)
      and  \(second.words)
    of a correct subject any two stretches of \(least) units, of \(Decimals.grouped(looked)) units, \
    are alike with probability \(Decimals.powerOfTen(logProbability)) at most
    """
  }
}

extension Evidence.Overlap.Place {
  fileprivate var words: String {
    "\(CallWords.of(call, key)), unit \(Decimals.grouped(unit))"
  }
}

private enum CallWords {
  /// A call by its number and key.
  static func of(_ call: Int, _ key: UInt64?) -> String {
    "call \(Decimals.grouped(call))" + (key.map { ", key 0x\(String($0, radix: 16))" } ?? "")
  }
}

extension Decimals {
  /// A probability as a power of ten: `10^-12.3`.
  static func powerOfTen(_ logarithm: Double) -> String {
    "10^" + fixed(logarithm / .ln10, 1)
  }
}
