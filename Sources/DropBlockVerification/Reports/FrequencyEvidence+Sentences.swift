import DropBlockContract
import DropBlockPlatform

extension FrequencyEvidence {
  private static let more = "what was found depends on more than blocks and gamma"

  /// Why none of the known laws explains what was seen.
  var unexplained: String {
    switch conclusion {
    case .nothingCanBe:
      "none of the known rules fits: under each of them something that was seen cannot be"
    case .mapsAreUnlike: "the maps of a call are not of one law"
    case .nothingIsLikelier(let byMuch):
      "none of the known rules is \(byMuch ? "much " : "")likelier than the law asked for; "
        + Self.more
    case .closest, .fits: "none of the known rules fits"
    }
  }

  /// The odds of a law that fits, and what speaks against one that does not.
  var supporting: [String] {
    switch conclusion {
    case .nothingCanBe, .nothingIsLikelier, .mapsAreUnlike: return []
    case .closest(let explanation, let odds, let misfit):
      let against = odds.map { " (\($0.words(against: "the law asked for")))" } ?? ""
      return ["the closest: \(explanation.briefSentence)\(against), but \(misfit.sentence)"]
    case .fits(let odds, let next):
      let rival = next.map {
        ", and " + $0.odds.words(against: "the next known one (\($0.explanation.briefSentence))")
      }
      return ["this law is " + odds.words(against: "the law asked for") + (rival ?? "")]
    }
  }

  /// On how much it rests that a law fits.
  var reach: [String] {
    guard case .fits = conclusion else { return misfits.map { [$0.sentence] } ?? [] }
    return [
      "it fits \(Decimals.grouped(maps)) maps of \(configurations) "
        + "configuration\(configurations == 1 ? "" : "s"): of subjects with just this fault 1 in 10^6 "
        + "does not; a fault without a rule here may look the same"
    ] + (misfits.map { [$0.sentence] } ?? [])
  }
}

extension FrequencyEvidence.Odds {
  /// How much likelier it is than another law.
  fileprivate func words(against other: String) -> String {
    guard logarithm.isFinite else { return "possible, and \(other) is not" }
    let decimal = logarithm / .ln10
    return decimal < 3
      ? "\(Decimals.fixed(Double.exp(logarithm), 0)) times as likely as \(other)"
      : "10^\(Decimals.fixed(decimal, 0)) times as likely as \(other)"
  }
}

extension FrequencyEvidence.Misfits {
  fileprivate var sentence: String {
    "it fits \(configurations - settings.count) of the \(configurations) configurations that are "
      + "wrong; not: \(settings.map(\.words).joined(separator: "; "))"
  }
}

extension Misfit {
  /// What would happen and how often it did.
  var sentence: String {
    let (law, seen) = Digits.apart(probability, frequency, 4)
    return "on \(setting.words) \(words) would be dropped with probability \(law), but was with "
      + "frequency \(seen)"
  }

  private var words: String {
    func place(_ unit: Int) -> String { MaskPicture.position(unit, in: setting.map) }
    switch event {
    case .unit(let unit): return "position \(place(unit))"
    case .pair(let one, let other):
      return "positions \(place(one)) and \(place(other)) together"
    case .pattern(let dropped, let all):
      return "of \(all.map(place).joined(separator: " ")) exactly "
        + (dropped.isEmpty ? "none" : dropped.map(place).joined(separator: " "))
    }
  }
}
