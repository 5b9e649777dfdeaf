import DropBlockContract

extension Fault {
  /// The fault in words, over several lines: what the subject was asked, what was expected, what came.
  public var message: String {
    [heading, words, isAlsoPlain.map(Self.plainWords)].compactMap { $0 }.joined(separator: "\n")
  }

  /// What became of the same case in the plainest form.
  private static func plainWords(isAlike: Bool) -> String {
    "the same case in float32, channels first, has \(isAlike ? "the same" : "no such") fault"
  }

  /// What was seen, in one line: the first of those behind what the subject was asked.
  package var sentence: String {
    let first = words.split(separator: "\n").first ?? ""
    return String(first.drop { $0 == " " })
  }

  /// What the subject was asked, in one line; nil where that is told with what was seen.
  private var heading: String? {
    switch circumstance {
    case .request(let question):
      return CaseDescription.describe(question, hasOwnStream: hasOwnStream)
    case .schedule(let question): return CaseDescription.describe(question)
    case .survey(let plan):
      guard case .frequency(let frequency) = evidence else { return CaseDescription.describe(plan) }
      return CaseDescription.describe(plan) + frequency.headingTail
    case .unnamed: return nil
    }
  }

  /// What was seen, without what the subject was asked.
  private var words: String {
    switch evidence {
    case .answer(let answer): answer.words(at: site)
    case .values(let values): values.words(at: site)
    case .gradient(let gradient): gradient.words
    case .masks(let masks): masks.words
    case .random(let random): random.words
    case .stage(let stage): stage.words
    case .schedule(let schedule): schedule.words(at: site)
    case .frequency(let frequency): frequency.words
    case .options(let options): options.words
    case .twins(let twins): twins.words
    case .overlap(let overlap): overlap.words
    case .custom(let words): words
    }
  }
}

extension Fault: CustomStringConvertible {
  /// The same as ``message``.
  public var description: String { message }
}

extension UnitPlace {
  /// The sample, the channel and the position.
  var words: String { "sample \(sample), channel \(channel), \(positionWords)" }

  /// The position, such as `position (3, 0)`.
  private var positionWords: String { "position \(MaskPicture.tuple(position))" }
}

extension TensorElement {
  /// The number and its bits, such as `1.5 (bits 0x3fc00000)`.
  var words: String { "\(number) (bits \(hexadecimal))" }

  /// The number, which no other bits of the format have: of a NaN also what makes it another one.
  private var number: String {
    guard value.isNaN else { return "\(value)" }
    let payload = payload == 0 ? "" : ", payload 0x\(String(payload, radix: 16))"
    return "\(isNegative ? "-" : "")nan" + (isSignalling ? ", signalling" : "") + payload
  }

  /// The bits, with as many digits as the format has.
  private var hexadecimal: String {
    let digits = String(bits, radix: 16)
    let width = type.byteCount * 2
    return "0x" + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Bool {
  /// `dropped` or `kept`, of a unit.
  var fate: String { self ? "dropped" : "kept" }
}
