/// A recipe for random values: a function from a case being drawn to a value.
///
/// It holds no randomness and no shrinking of its own; both belong to the choices that it makes,
/// so whatever is built with ``map(_:)``, ``flatMap(_:)`` or a closure replays and shrinks.
public struct Generator<Value>: Sendable {
  @usableFromInline
  let produce: @Sendable (inout Draw) throws(Rejection) -> Value

  /// A generator from a function that draws.
  ///
  /// - Parameter produce: A function of its draws alone: equal choices must give equal values.
  @inlinable
  public init(_ produce: @escaping @Sendable (inout Draw) throws(Rejection) -> Value) {
    self.produce = produce
  }

  /// The values after a function.
  public func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Generator<Other> {
    let produce = produce
    return Generator<Other> { draw throws(Rejection) in transform(try produce(&draw)) }
  }

  /// The values of a generator that depends on this one's value.
  public func flatMap<Other>(
    _ transform: @escaping @Sendable (Value) -> Generator<Other>
  ) -> Generator<Other> {
    let produce = produce
    return Generator<Other> { draw throws(Rejection) in
      try transform(try produce(&draw)).produce(&draw)
    }
  }

  /// The values that a predicate admits.
  ///
  /// - Parameters:
  ///   - what: The predicate in words; names this filter in the report.
  ///   - attempts: How often to draw before the case is rejected; below 1 counts as 1.
  ///   - isAdmitted: Which values to keep.
  /// - Returns: A generator that throws ``Rejection/Reason/filtered(attempts:)`` when no attempt passes.
  public func filter(
    _ what: String, attempts: Int = 100, _ isAdmitted: @escaping @Sendable (Value) -> Bool
  ) -> Generator<Value> {
    let produce = produce
    return Generator { draw throws(Rejection) in
      try draw.retrying(what, attempts: attempts) { draw throws(Rejection) -> Value? in
        let value = try produce(&draw)
        return isAdmitted(value) ? value : nil
      }
    }
  }

  /// The values, each drawn as one span that the shrinker can move as a whole.
  ///
  /// When something inside rejects the case, ``Rejection/generator`` begins with the label.
  ///
  /// - Parameter label: What the span holds.
  public func labelled(_ label: String) -> Generator<Value> {
    let produce = produce
    let hash = TextHash.short(label)
    return Generator { draw throws(Rejection) in try draw.span(label, hash: hash, produce) }
  }
}

extension Generator where Value: Sendable {
  /// Always this value, without a choice.
  public static func constant(_ value: Value) -> Generator {
    Generator { _ in value }
  }
}

extension Generator {
  /// A generator that has no value because of a bad argument.
  static func impossible(_ name: String, _ problem: String) -> Generator {
    Generator { _ throws(Rejection) in
      throw Rejection(generator: name, reason: .impossible(problem: problem))
    }
  }
}

extension Draw {
  /// The value of a generator, drawn from this case.
  ///
  /// - Throws: The generator's rejection, which names it and the reason.
  @inline(__always)
  public mutating func callAsFunction<Value>(
    _ generator: Generator<Value>
  ) throws(Rejection) -> Value {
    try generator.produce(&self)
  }
}
