/// One case being drawn: the source of every choice, and the record of them.
///
/// A property receives it as `inout Draw` and asks it for values. The choices come from one of
/// three sources: random words that depend only on (key, property, case index), a recorded
/// sequence that is replayed, or the bytes of a fuzzer. Whatever the source, the choices are
/// recorded, and replaying the record gives the same values.
public struct Draw {
  /// The most choices that one case may make; the next one throws ``Rejection/Reason/overrun(limit:)``.
  public static let choiceLimit = 8_192

  enum Source {
    case random
    case replay
    case bytes
  }

  /// The options that a case has drawn.
  struct DrawnOptions {
    let table: OptionTable
    let row: [Int]
  }

  let source: Source
  var stream: CaseStream

  /// How large a random case may be, 0...100: it grows with the case index.
  var size: Int

  /// The number of a random case in its run; nil for a replay and for bytes.
  private(set) var caseIndex: UInt64?

  var choices: [Choice] = []
  var spans: [ChoiceSequence.Span] = []
  var openSpan = -1
  var labels: [String] = []
  var collected: [CollectedValue] = []
  var covered: [CoverAnswer] = []
  var options: [DrawnOptions] = []

  /// The number of choices before the outermost recursive value that is being drawn.
  var recursionStart: Int?

  /// The values to replay, with the kinds they were recorded for when those are known.
  var script: [UInt64] = []
  var scriptKinds: [Choice.Kind] = []

  /// The bytes to read choices from, and how many of them have been read.
  var bytes: [UInt8] = []
  var byteCount = 0

  /// Whether a replayed value had no place in what the generator asked for.
  var isMisaligned = false

  /// Whether the case asked for more choices than were admitted.
  var isOverrun = false

  var limit = Draw.choiceLimit

  /// Whether choices and spans are kept; false where the cost of keeping them is measured.
  private(set) var isRecording = true

  /// How many choices were taken that were not kept.
  var unrecorded = 0

  private init(source: Source, stream: CaseStream, size: Int) {
    self.source = source
    self.stream = stream
    self.size = size
  }

  /// A random case, reached without drawing those before it.
  ///
  /// - Parameters:
  ///   - key: The run's random key.
  ///   - caseIndex: The number of the case in the run; case 0 is the smallest, sizes grow up to case 100.
  ///   - property: The property's name: properties with one key draw unrelated cases.
  public init(key: UInt64, caseIndex: UInt64, property: String) {
    self.init(key: key, caseIndex: caseIndex, propertyHash: TextHash.long(property))
  }

  init(key: UInt64, caseIndex: UInt64, propertyHash: UInt64) {
    self.init(random: key, caseIndex, propertyHash)
    choices.reserveCapacity(32)
  }

  /// A random case whose choices are not kept: the same values, and nothing to replay or to shrink.
  ///
  /// What recording costs is measured against it.
  package init(unrecorded key: UInt64, caseIndex: UInt64, property: String) {
    self.init(random: key, caseIndex, TextHash.long(property))
    isRecording = false
  }

  private init(random key: UInt64, _ caseIndex: UInt64, _ propertyHash: UInt64) {
    self.init(
      source: .random,
      stream: CaseStream(key: key, property: propertyHash, caseIndex: caseIndex),
      size: Int(Swift.min(caseIndex, 100)))
    self.caseIndex = caseIndex
  }

  /// A fuzzer's bytes as choices; any bytes are admissible, and past their end every choice is the simplest.
  public init(bytes: [UInt8]) {
    self.init(source: .bytes, stream: CaseStream(key: 0, property: 0, caseIndex: 0), size: 100)
    self.bytes = bytes
  }

  /// A recorded case again.
  ///
  /// Past the end of the record every choice is the simplest.
  public init(replaying choices: ChoiceSequence) {
    self.init(script: choices.choices.map(\.index), kinds: choices.choices.map(\.kind))
  }

  init(script: [UInt64], kinds: [Choice.Kind] = []) {
    self.init(source: .replay, stream: CaseStream(key: 0, property: 0, caseIndex: 0), size: 0)
    self.script = script
    scriptKinds = kinds
    choices.reserveCapacity(script.count)
  }

  /// Everything drawn up to now.
  public var recorded: ChoiceSequence { ChoiceSequence(choices, spans: spans) }

  /// How many choices the case has taken.
  @inline(__always)
  var taken: Int { choices.count &+ unrecorded }

  /// Takes and records one choice; `suggest` says what a random case takes.
  @inline(__always)
  mutating func choose(
    _ kind: Choice.Kind, _ suggest: (inout CaseStream, Int) -> UInt64
  ) throws(Rejection) -> UInt64 {
    guard taken < limit else {
      isOverrun = true
      throw Rejection(generator: "draw", reason: .overrun(limit: limit))
    }
    let index: UInt64
    switch source {
    case .random: index = kind.admitted(suggest(&stream, size))
    case .replay: index = replayed(kind)
    case .bytes: index = decoded(kind)
    }
    record(Choice(kind: kind, admitted: index))
    return index
  }

  @inline(__always)
  private mutating func record(_ choice: Choice) {
    if isRecording {
      choices.append(choice)
    } else {
      unrecorded &+= 1
    }
  }

  /// Records that a list ends where its elements ran out, whatever the source would say next.
  ///
  /// Not for a replay, whose record says by itself where the list ends.
  mutating func endHere() throws(Rejection) {
    guard taken < limit else {
      isOverrun = true
      throw Rejection(generator: "draw", reason: .overrun(limit: limit))
    }
    record(Choice(kind: .boolean, admitted: 0))
  }

  private mutating func replayed(_ kind: Choice.Kind) -> UInt64 {
    let position = choices.count
    guard position < script.count else {
      isMisaligned = true
      return kind.admitted(0)
    }
    let isMeant = scriptKinds.isEmpty || kind.isRelated(to: scriptKinds[position])
    let index = kind.admitted(isMeant ? script[position] : 0)
    if index != script[position] { isMisaligned = true }
    return index
  }
}
