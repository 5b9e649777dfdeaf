/// An answer that does not follow the subject protocol.
package enum ProtocolError: Error, Sendable, Hashable {
  /// It is not an answer of the kind that was asked for: what is wrong, and how it begins.
  case malformed(String)

  /// It announces a blob that is not the one asked for, or leaves one out.
  case wrongBlob(String)

  /// It answers another request.
  case wrongIdentifier(expected: String, got: String)

  /// The failure of a subject that answers so.
  package var failure: SubjectFailure.Kind {
    switch self {
    case .malformed(let text): .malformed(text)
    case .wrongBlob(let what): .wrongBlob(what)
    case .wrongIdentifier(let expected, let got): .wrongIdentifier(expected: expected, got: got)
    }
  }
}

extension ProtocolError: CustomStringConvertible {
  /// One line that says what is wrong.
  package var description: String { SubjectFailure(failure).description }

  /// The same as the description.
  package var localizedDescription: String { description }
}

/// What the protocol fixes for every message.
package enum SubjectProtocol {
  /// The version of the protocol: 1.
  package static let version = 1

  /// The greatest length of a header in bytes, its line feed included: 65,536.
  package static let headerLimit = 65_536

  /// The greatest number of cases in one request: 64.
  package static let caseLimit = 64

  /// The number of blob bytes above which a request takes no further case: 64 MiB.
  ///
  /// One case alone may have more.
  package static let blobByteLimit = 64 << 20
}
