/// The side of the dropped block, b, along each spatial axis.
///
/// A literal gives the same side on every axis (`7`), an array literal one side per axis (`[3, 5]`).
/// Admissible: every side at least 1, and as many sides as the shape has spatial axes. A side larger
/// than its map is clipped to the map, or refused, as ``OversizedBlock`` says.
public enum BlockSize: Sendable, Hashable {
  /// The same side along every spatial axis.
  case uniform(Int)

  /// One side per spatial axis, in the order of ``Shape/spatial``.
  case perAxis([Int])

  /// The sides as asked for, one per spatial axis, before clipping.
  ///
  /// - Parameter rank: The number of spatial axes, 1…3.
  /// - Throws: ``DropBlockError/rank(_:)`` outside 1…3, ``DropBlockError/blockSize(_:)`` or
  ///   ``DropBlockError/blockAxes(given:needed:)``.
  public func sides(rank: Int) throws(DropBlockError) -> [Int] {
    try validate(rank: rank)
    switch self {
    case .uniform(let side): return Array(repeating: side, count: rank)
    case .perAxis(let given): return given
    }
  }

  /// Checks the number of sides, and that each is at least 1.
  ///
  /// - Parameter rank: The number of spatial axes, 1…3.
  /// - Throws: What ``sides(rank:)`` throws.
  func validate(rank: Int) throws(DropBlockError) {
    guard (1...3).contains(rank) else { throw .rank(rank) }
    switch self {
    case .uniform(let side):
      guard side >= 1 else { throw .blockSize(Array(repeating: side, count: rank)) }
    case .perAxis(let sides):
      guard sides.count == rank else { throw .blockAxes(given: sides.count, needed: rank) }
      guard sides.allSatisfy({ $0 >= 1 }) else { throw .blockSize(sides) }
    }
  }
}

extension BlockSize: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same side along every spatial axis.
  public init(integerLiteral side: Int) { self = .uniform(side) }

  /// One side per spatial axis.
  public init(arrayLiteral sides: Int...) { self = .perAxis(sides) }
}
