/// Everything that one case drew, in order: a value is a function of its choices, so replaying
/// them gives the value again.
///
/// Sequences are ordered shortlex: fewer choices first, then by the first differing index. The
/// entries of a list in a ``Bulk`` are left out of that and compared after it, so that expanding
/// a pattern makes a case simpler. The shrinker only ever moves down in this order.
public struct ChoiceSequence: Hashable, Sendable {
  /// Choices next to each other that were drawn for one thing, such as an element of an array.
  public struct Span: Hashable, Sendable {
    /// The hash of what they were drawn for; spans with equal labels are compared with each other.
    public let label: UInt32

    /// The position of the first choice.
    public let start: Int

    /// The position after the last choice.
    public internal(set) var end: Int

    /// The position in ``ChoiceSequence/spans`` of the span around this one; −1 for none.
    public let parent: Int
  }

  /// The choices, in the order in which they were drawn.
  public let choices: [Choice]

  /// The spans over them, outer ones before inner ones.
  public let spans: [Span]

  /// A sequence without structure.
  init(_ choices: [Choice]) {
    self.init(choices, spans: [])
  }

  init(_ choices: [Choice], spans: [Span]) {
    self.choices = choices
    self.spans = spans
  }

  /// The number of choices.
  public var count: Int { choices.count }

  /// The hash of the kinds and bounds of the choices, in order, but not of what was taken.
  ///
  /// It changes when a generator asks for something else; a token that holds another one is stale.
  var shapeHash: UInt32 {
    var state = UInt64(choices.count)
    for choice in choices {
      let words = choice.kind.words
      for place in words.indices {
        state = CaseStream.finalise(state ^ words[place]) &+ 0x51_7CC1
      }
    }
    return UInt32(truncatingIfNeeded: state ^ state &>> 32)
  }
}

extension Choice.Kind {
  /// The kind as four numbers, for the shape hash; part of the token format.
  fileprivate var words: [4 of UInt64] {
    switch self {
    // A boolean is forced or free by the values drawn before it, not by the generator.
    case .boolean, .forced: [1, 0, 0, 0]
    case .integer(let low, let high, let target):
      [2, UInt64(bitPattern: low), UInt64(bitPattern: high), UInt64(bitPattern: target)]
    case .word: [3, 0, 0, 0]
    case .float(let width): [4, UInt64(width.rawValue), 0, 0]
    case .bounded(let low, let high): [5, low, high, 0]
    case .bulk(let kind):
      [6, UInt64(kind.count), UInt64(kind.width.rawValue), UInt64(kind.style.rawValue)]
    case .place(let count): [7, UInt64(count), 0, 0]
    case .element(let width, let style): [8, UInt64(width.rawValue), UInt64(style.rawValue), 0]
    }
  }
}
