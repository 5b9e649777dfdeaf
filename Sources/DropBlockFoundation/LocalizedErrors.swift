// An error of type `any Error` says what it says only if it conforms to Foundation's `LocalizedError`.
// The libraries do without Foundation, which is large and slow to load: so the conformances stand here,
// in a library of their own, for programs that have Foundation anyway. Import it once, anywhere.
public import DropBlockContract
public import DropBlockGenerators
public import DropBlockVerification
public import Foundation

extension DropBlockError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension TokenError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension StorageError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension Rejection: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension CorpusProblem.Reason: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension SubjectFailure: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension VerificationRunError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}
