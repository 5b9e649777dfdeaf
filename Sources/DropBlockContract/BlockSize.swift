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
    guard (1...3).contains(rank) else { throw .rank(rank) }
    let sides: [Int]
    switch self {
    case .uniform(let side): sides = Array(repeating: side, count: rank)
    case .perAxis(let given): sides = given
    }
    guard sides.count == rank else { throw .blockAxes(given: sides.count, needed: rank) }
    guard sides.allSatisfy({ $0 >= 1 }) else { throw .blockSize(sides) }
    return sides
  }
}

extension BlockSize: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same side along every spatial axis.
  public init(integerLiteral side: Int) { self = .uniform(side) }

  /// One side per spatial axis.
  public init(arrayLiteral sides: Int...) { self = .perAxis(sides) }
}
