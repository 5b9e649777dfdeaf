import DropBlockGenerators

/// Sums and quotients, for the published case "calculator".
indirect enum Expression: Sendable, CustomStringConvertible {
  case number(Int)
  case sum(Expression, Expression)
  case quotient(Expression, Expression)

  var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .sum(let left, let right): "(\(left)+\(right))"
    case .quotient(let left, let right): "(\(left)/\(right))"
    }
  }

  /// Nil for a division by zero.
  var value: Int? {
    switch self {
    case .number(let value): return value
    case .sum(let left, let right):
      guard let left = left.value, let right = right.value else { return nil }
      return left &+ right
    case .quotient(let left, let right):
      guard let left = left.value, let right = right.value, right != 0 else { return nil }
      return left.dividedReportingOverflow(by: right).partialValue
    }
  }

  var dividesByLiteralZero: Bool {
    switch self {
    case .number: false
    case .quotient(_, .number(0)): true
    case .sum(let left, let right), .quotient(let left, let right):
      left.dividesByLiteralZero || right.dividesByLiteralZero
    }
  }

  static func generator(depth: Int) -> Generator<Expression> {
    let number = Generator<Int>.integers(in: -1_000...1_000).map { Expression.number($0) }
    guard depth > 0 else { return .oneOf([number]) }
    let inner = zip(generator(depth: depth - 1), generator(depth: depth - 1))
    return .oneOf([
      number, inner.map { Expression.sum($0, $1) }, inner.map { Expression.quotient($0, $1) },
    ])
  }
}

/// A tree in which no node is below its parent, for the published case "binary heap".
indirect enum Heap: Sendable, CustomStringConvertible {
  case empty
  case node(Int, Heap, Heap)

  var description: String {
    switch self {
    case .empty: "-"
    case .node(let value, let left, let right): "(\(value), \(left), \(right))"
    }
  }

  /// From the root on, the right branch before the left one, as published.
  var values: [Int] {
    switch self {
    case .empty: []
    case .node(let value, let left, let right): [value] + right.values + left.values
    }
  }

  /// The mistake: only the least value is taken off, and the rest is left in the heap's order.
  var wronglySorted: [Int] {
    guard case .node(let value, let left, let right) = self else { return [] }
    return [value] + Self.merged(left, right).values
  }

  static func merged(_ left: Heap, _ right: Heap) -> Heap {
    guard case .node(let value, let inner, let outer) = left else { return right }
    guard case .node(let other, let first, let second) = right else { return left }
    return value <= other
      ? .node(value, merged(outer, right), inner) : .node(other, merged(left, second), first)
  }

  /// A node is drawn as what it has more than its parent.
  static func generator(depth: Int) -> Generator<Heap> {
    Generator<Heap>.recursive(depth: depth, base: .constant(.empty)) { inner in
      zip(Generator<Int>.integers(in: 0...100), inner, inner).map { .node($0, $1, $2) }
    }.map { $0.raised(by: 0) }
  }

  func raised(by amount: Int) -> Heap {
    guard case .node(let value, let left, let right) = self else { return .empty }
    let sum = value + amount
    return .node(sum, left.raised(by: sum), right.raised(by: sum))
  }

  /// All heaps of some nodes with values in 0...2.
  static func all(nodes: Int, least: Int = 0) -> [Heap] {
    guard nodes > 0 else { return [.empty] }
    return (least...2).flatMap { value in
      (0..<nodes).flatMap { left in
        all(nodes: left, least: value).flatMap { first in
          all(nodes: nodes - 1 - left, least: value).map { .node(value, first, $0) }
        }
      }
    }
  }
}
