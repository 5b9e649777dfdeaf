/// A subject that could not answer: it, or the way to it, is at fault, not its arithmetic.
public struct SubjectFailure: Error, Sendable, Hashable {
  /// What went wrong.
  public var kind: Kind

  /// The last of what the subject wrote to its standard error.
  public var standardError: String

  /// The case on which it failed, where that is known.
  public var question: SubjectCase?

  /// Creates a failure.
  public init(_ kind: Kind, standardError: String = "") {
    self.kind = kind
    self.standardError = standardError
  }

  /// The ways in which a subject fails.
  public enum Kind: Sendable, Hashable {
    /// It could not be started.
    case notStarted(String)

    /// It gave no answer within the deadline, in seconds.
    case hung(seconds: Double)

    /// It ended: by an exit code, or by a signal.
    case died(String)

    /// It threw an error that is no refusal; what the error says.
    case threw(String)

    /// It closed its output without ending.
    case closedPipe

    /// It wrote something that is not an answer.
    case malformed(String)

    /// It wrote a header longer than the limit, in bytes.
    case oversizedHeader(limit: Int)

    /// It announced a blob that is not the one asked for.
    case wrongBlob(String)

    /// It answered another request.
    case wrongIdentifier(expected: String, got: String)
  }
}

extension SubjectFailure: CustomStringConvertible {
  /// One line that says what went wrong.
  public var description: String {
    switch kind {
    case .notStarted(let reason): "could not be started: \(reason)"
    case .hung(let seconds): "hung: no answer within \(seconds) s"
    case .died(let how): "died: \(how)"
    case .threw(let error):
      "threw an error, and isRefusal does not say that it is a refusal: \(error)"
    case .closedPipe: "closed its output without answering"
    case .malformed(let text): "sent a malformed message: \(text)"
    case .oversizedHeader(let limit): "sent a header of more than \(limit) bytes"
    case .wrongBlob(let what): "announced a wrong blob: \(what)"
    case .wrongIdentifier(let expected, let got): "answered request \(got), not \(expected)"
    }
  }

  /// The same as the description.
  public var localizedDescription: String { description }
}
