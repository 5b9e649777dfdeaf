// The choices that all generators are made of, and the distribution from which a random case takes
// them. `Choice` says which values are admissible, and in which order.

extension Draw {
  /// True or false; false is the simpler.
  ///
  /// - Throws: ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func boolean() throws(Rejection) -> Bool {
    try choose(.boolean) { stream, _ in stream.next() &>> 63 } == 1
  }

  /// True or false, where a random case takes what `preferred` says.
  mutating func boolean(
    preferring preferred: (inout CaseStream, Int) -> Bool
  ) throws(Rejection) -> Bool {
    try choose(.boolean) { stream, size in preferred(&stream, size) ? 1 : 0 } == 1
  }

  /// Records a boolean that has only one admissible value.
  ///
  /// So every element of an array has the same choices before it, and the shrinker can delete each.
  mutating func forced(_ value: Bool) throws(Rejection) {
    _ = try choose(.forced(value)) { _, _ in 0 }
  }

  /// A number in `range`; the nearer to `target`, the simpler.
  ///
  /// - Parameters:
  ///   - range: The admissible numbers; the whole of Int64 is allowed.
  ///   - target: The simplest number; outside the range, the bound next to it.
  /// - Throws: ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func integer(
    in range: ClosedRange<Int64>, towards target: Int64 = 0
  ) throws(Rejection) -> Int64 {
    let kind = Choice.Kind.integer(
      low: range.lowerBound, high: range.upperBound,
      target: Swift.min(Swift.max(target, range.lowerBound), range.upperBound))
    let last = IntegerOrder.distance(range.lowerBound, range.upperBound)
    let index = try choose(kind) { stream, size in
      Self.preferredIndex(last: last, kind: kind, &stream, size)
    }
    return kind.integer(at: index) ?? range.lowerBound
  }

  /// A number in `range`, where a random case takes what `preferred` says, if that is in range.
  mutating func integer(
    in range: ClosedRange<Int64>, towards target: Int64,
    preferring preferred: (inout CaseStream, Int) -> Int64
  ) throws(Rejection) -> Int64 {
    let kind = Choice.Kind.integer(
      low: range.lowerBound, high: range.upperBound,
      target: Swift.min(Swift.max(target, range.lowerBound), range.upperBound))
    let index = try choose(kind) { stream, size in
      kind.index(of: preferred(&stream, size)) ?? 0
    }
    return kind.integer(at: index) ?? range.lowerBound
  }

  /// A position in `0..<bound`, each equally likely at random; 0 is the simplest.
  ///
  /// - Throws: ``Rejection/Reason/impossible(problem:)`` when `bound` is below 1, and
  ///   ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func index(below bound: Int) throws(Rejection) -> Int {
    guard bound >= 1 else {
      throw Rejection(
        generator: "index(below:)", reason: .impossible(problem: "bound \(bound), not at least 1"))
    }
    let last = UInt64(bound &- 1)
    let kind = Choice.Kind.integer(low: 0, high: Int64(bound &- 1), target: 0)
    return Int(truncatingIfNeeded: try choose(kind) { stream, _ in stream.upTo(last) })
  }

  /// 64 bits, each word equally likely at random but for a few edge cases; 0 is the simplest.
  ///
  /// - Throws: ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func word() throws(Rejection) -> UInt64 {
    try choose(.word) { stream, _ in
      let word = stream.next()
      guard word & 31 == 0 else { return word }
      return [0, 1, .max, 1 << 63, 1 << 32, (1 << 32) - 1, .max >> 1, 2][Int((word >> 5) & 7)]
    }
  }

  /// The bits of a float: edge cases, small whole numbers, fractions and arbitrary bits.
  ///
  /// NaN, both infinities, both zeros, subnormals and the bounds of the format all come up, most
  /// of all in the first cases of a run.
  ///
  /// - Parameter width: The format; the bits are the lowest of the word, and those above are 0.
  /// - Throws: ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func floatBits(_ width: FloatWidth) throws(Rejection) -> UInt64 {
    let order = FloatOrder(width: width)
    let index = try choose(.float(width)) { stream, size in
      order.index(ofPattern: FloatDistribution.pattern(width, &stream, size))
    }
    return order.pattern(at: index)
  }

  /// A Double in `range`: the bounds and their neighbours, whole numbers, fractions; never NaN.
  ///
  /// - Parameter range: The admissible values; its bounds may be infinite.
  /// - Throws: ``Rejection/Reason/overrun(limit:)`` for a case that has no choices left.
  public mutating func double(in range: ClosedRange<Double>) throws(Rejection) -> Double {
    let kind = Choice.Kind.bounded(
      low: range.lowerBound.bitPattern, high: range.upperBound.bitPattern)
    let order = FloatOrder(width: .double)
    let index = try choose(kind) { stream, size in
      order.index(ofPattern: FloatDistribution.value(in: range, &stream, size).bitPattern)
    }
    return Double(bitPattern: order.pattern(at: index))
  }

  /// What a random case takes from an integer range: the bounds, powers of two and their
  /// neighbours, and numbers evenly over a part of the range that grows with the case index.
  @inline(__always)
  private static func preferredIndex(
    last: UInt64, kind: Choice.Kind, _ stream: inout CaseStream, _ size: Int
  ) -> UInt64 {
    guard last > 15 else { return stream.upTo(last) }
    let selector = stream.next()
    let bits = UInt64(64 &- last.leadingZeroBitCount)
    switch selector & 15 {
    case 0:
      guard case .integer(let low, let high, _) = kind else { return 0 }
      let edges = [low, high, low &+ 1, high &- 1]
      return kind.index(of: edges[Int(truncatingIfNeeded: selector &>> 4 & 3)]) ?? 0
    case 1: return Swift.min(last, selector &>> 4 & 3)
    case 2, 3:
      let power: UInt64 = 1 &<< ((selector &>> 4) % bits)
      return Swift.min(last, power &+ ((selector &>> 32) % 3) &- 1)
    case 4, 5:
      let width = 1 &+ (selector &>> 4) % bits
      return Swift.min(last, stream.upTo(UInt64.max &>> (64 &- width)))
    default:
      guard size < 100 else { return stream.upTo(last) }
      let admitted = Swift.min(bits, 3 &+ bits &* UInt64(size) / 100)
      return Swift.min(stream.upTo(last), last) & (UInt64.max &>> (64 &- admitted))
    }
  }
}
