/// A case as one short text that can be copied from a log and run again.
///
/// It holds what names the case, the property's hash, and a hash of the kinds and bounds of
/// the choices: a token whose generator has asked for other choices since is found to be stale when it is
/// replayed. Choices of as many values as before, in another order or of another meaning, are not.
/// What `dbp1` means never changes; its grammar is in the module's README.
public struct Token: Hashable, Sendable {
  /// What names the case.
  public enum Payload: Hashable, Sendable {
    /// The key of a run and the number of the case in it.
    case seeded(key: UInt64, caseIndex: UInt64)

    /// The position of every choice in its simple-first order.
    case exact([UInt64])
  }

  /// What names the case.
  public let payload: Payload

  /// The 32-bit FNV-1a hash of the property's name.
  public let propertyHash: UInt32

  /// The hash of the kinds and bounds of the case's choices; of a ``Journal``'s case not known.
  public let shapeHash: UInt32

  /// Stands for the hash in the token of a case that had not ended when it was written.
  static let unknownShape = UInt32.max

  init(payload: Payload, propertyHash: UInt32, shapeHash: UInt32) {
    self.payload = payload
    self.propertyHash = propertyHash
    self.shapeHash = shapeHash
  }

  /// A token for the exact choices of a case.
  public init(exact choices: ChoiceSequence, property: String) {
    self.init(
      payload: .exact(choices.choices.map(\.index)), propertyHash: TextHash.short(property),
      shapeHash: choices.shapeHash)
  }

  /// A token for a case of a run, given the choices that it made.
  init(key: UInt64, caseIndex: UInt64, choices: ChoiceSequence, property: String) {
    self.init(
      payload: .seeded(key: key, caseIndex: caseIndex), propertyHash: TextHash.short(property),
      shapeHash: choices.shapeHash)
  }

  /// The hash that the tokens of a property carry.
  public static func propertyHash(of name: String) -> UInt32 { TextHash.short(name) }
}
