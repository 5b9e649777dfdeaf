extension Rejection {
  /// Who discarded a case.
  public enum Source: Hashable, Sendable, CustomStringConvertible {
    /// The property: its outcome was ``PropertyOutcome/discarded``.
    case property

    /// A generator, a filter or a precondition, which the rejection names.
    case rejection(Rejection)

    /// The source of a case that ended in a rejection, or without one in the property's own word.
    init(_ rejection: Rejection?) {
      self = rejection.map(Source.rejection) ?? .property
    }

    /// The source and its reason in one line.
    public var description: String {
      switch self {
      case .property: "the property: discarded"
      case .rejection(let rejection): rejection.description
      }
    }
  }
}
