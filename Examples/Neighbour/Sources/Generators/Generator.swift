/// A generator that has nothing to do with those of dropblock.
public struct Generator: Sendable {
  /// Its only value.
  public let value: Int

  /// A generator of one value.
  public init(_ value: Int) { self.value = value }
}
