/// A draw that cannot be used: the case is discarded, it neither holds nor fails.
///
/// Thrown by every draw, and by a property that finds its precondition unmet. ``PropertyCheck``
/// counts rejections by their ``Source`` and gives up when nearly every case ends in one.
public struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why a draw cannot be used.
  public enum Reason: Hashable, Sendable {
    /// No value among `attempts` passed the filter.
    case filtered(attempts: Int)

    /// The case asked for more than `limit` choices.
    case overrun(limit: Int)

    /// The property's precondition does not hold for these values.
    case assumption

    /// The generator has no value at all, whatever is drawn; `problem` names the bad argument
    /// and its admissible range. A run stops at the first of these.
    case impossible(problem: String)
  }

  /// The generator, filter or precondition that rejected the case, after the labels of the spans
  /// around it: `rows: cells: element(of:)`.
  public let generator: String

  /// Why it rejected the case.
  public let reason: Reason

  /// A rejection by the named generator, filter or precondition.
  public init(generator: String, reason: Reason) {
    self.generator = generator
    self.reason = reason
  }

  /// A precondition, named by `what`, that the drawn values do not meet.
  public init(assuming what: String) {
    self.init(generator: what, reason: .assumption)
  }

  /// The rejection as seen from outside a labelled span.
  ///
  /// A precondition belongs to the property and not to a span: its rejection stays as it is.
  func inside(_ label: String) -> Rejection {
    if case .assumption = reason { return self }
    return Rejection(generator: "\(label): \(generator)", reason: reason)
  }

  /// Whether the generator has no value at all, so that no other case can have one.
  var isImpossible: Bool {
    if case .impossible = reason { true } else { false }
  }

  /// The generator and its reason in one line.
  public var description: String {
    switch reason {
    case .filtered(let attempts): "\(generator): no value passed the filter in \(attempts) attempts"
    case .overrun(let limit): "\(generator): more than \(limit) choices"
    case .assumption: "\(generator): precondition not met"
    case .impossible(let problem): "\(generator): \(problem)"
    }
  }

  /// The same as the description.
  public var localizedDescription: String { description }
}
