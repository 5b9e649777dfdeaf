extension Generator where Value: FixedWidthInteger & Sendable {
  /// Numbers in a closed range.
  ///
  /// Small ranges are drawn evenly; in large ones the bounds, powers of two and their neighbours
  /// are frequent, and the first cases of a run stay near `target`.
  ///
  /// - Parameters:
  ///   - range: The admissible numbers.
  ///   - target: The simplest number, 0 if not given; outside the range, the bound next to it.
  /// - Returns: A generator; numbers of more than 64 bits are rejected when it is drawn from.
  public static func integers(in range: ClosedRange<Value>, towards target: Value = 0) -> Generator
  {
    guard Value.bitWidth <= 64 else {
      return impossible("integers(in:)", "\(Value.bitWidth)-bit numbers, at most 64 bits admitted")
    }
    let bounds = IntegerCode.encode(range.lowerBound)...IntegerCode.encode(range.upperBound)
    let code = IntegerCode.encode(Swift.min(Swift.max(target, range.lowerBound), range.upperBound))
    return Generator { draw throws(Rejection) in
      IntegerCode.decode(try draw.integer(in: bounds, towards: code))
    }
  }

  /// All numbers of the type; 0 is the simplest.
  public static var integers: Generator { integers(in: .min ... .max) }

  /// Numbers near `boundaries` and powers of two, and even draws from the range between them.
  ///
  /// Half of the random draws come from: the range's ends and their neighbours, each boundary
  /// and its neighbours, and powers of two and their neighbours. The low end is the simplest.
  ///
  /// - Parameters:
  ///   - range: The admissible numbers.
  ///   - boundaries: Where behaviour changes; those outside the range are passed over.
  public static func sizes(in range: ClosedRange<Value>, boundaries: [Value] = []) -> Generator {
    guard Value.bitWidth <= 64 else {
      return impossible("sizes(in:)", "\(Value.bitWidth)-bit numbers, at most 64 bits admitted")
    }
    let bounds = IntegerCode.encode(range.lowerBound)...IntegerCode.encode(range.upperBound)
    let middles = boundaries.map { IntegerCode.encode($0) }
    let edgeCases = IntegerCode.edgeCases(
      in: bounds, middles, zero: IntegerCode.encode(0 as Value), powers: Value.bitWidth - 1)
    return Generator { draw throws(Rejection) in
      IntegerCode.decode(try draw.size(in: bounds, edgeCases))
    }
  }
}

extension Draw {
  /// One of the edge cases, or a number of the range, towards its low end.
  fileprivate mutating func size(
    in bounds: ClosedRange<Int64>, _ edgeCases: [Int64]
  ) throws(Rejection) -> Int64 {
    try integer(in: bounds, towards: bounds.lowerBound) { stream, size in
      let selector = stream.next()
      if selector & 1 == 0 {
        // The first cases stay with the smallest of the edge cases.
        let admitted = Swift.min(edgeCases.count, 4 + edgeCases.count * size / 100)
        return edgeCases[stream.below(admitted)]
      }
      let last = IntegerOrder.distance(bounds.lowerBound, bounds.upperBound)
      let part = size >= 100 ? last : Swift.min(last, 8 &+ last / 100 &* UInt64(size))
      return bounds.lowerBound &+ Int64(bitPattern: stream.upTo(part))
    }
  }
}

extension Generator where Value == UInt64 {
  /// Words of 64 even bits, such as random keys; 0 is the simplest.
  public static var words: Generator {
    Generator { draw throws(Rejection) in try draw.word() }
  }
}

extension Generator where Value == Bool {
  /// True and false; false is the simpler.
  public static var booleans: Generator {
    Generator { draw throws(Rejection) in try draw.boolean() }
  }

  /// True once in a while; false is the simpler.
  ///
  /// - Parameter share: How often a random case takes true; outside 0...1 the nearer bound.
  public static func booleans(share: Double) -> Generator {
    let bound = Swift.min(Swift.max(share, 0), 1)
    return Generator { draw throws(Rejection) in
      try draw.boolean { stream, _ in Double(stream.next() &>> 11) * 0x1p-53 < bound }
    }
  }
}

/// Every integer type of at most 64 bits as Int64, in order.
enum IntegerCode {
  /// The code of a number: smaller numbers have smaller codes.
  @inline(__always)
  static func encode<Value: FixedWidthInteger>(_ value: Value) -> Int64 {
    if Value.isSigned || Value.bitWidth < 64 { return Int64(truncatingIfNeeded: value) }
    return Int64(bitPattern: UInt64(truncatingIfNeeded: value) ^ 1 &<< 63)
  }

  /// The ends of a range, some numbers, powers of two, and the neighbours of all these, as far as
  /// they are in the range: ascending, each once.
  ///
  /// Works on codes alone, so that one body serves every type: properties build such generators
  /// while they draw.
  ///
  /// - Parameters:
  ///   - bounds: The range.
  ///   - middles: The numbers.
  ///   - zero: The code of 0.
  ///   - powers: How many powers of two there are, from 2⁰ on.
  static func edgeCases(
    in bounds: ClosedRange<Int64>, _ middles: [Int64], zero: Int64, powers: Int
  ) -> [Int64] {
    var edgeCases: [Int64] = []
    edgeCases.reserveCapacity(32)
    func insert(_ value: Int64) {
      guard bounds.contains(value) else { return }
      // Most come in ascending order: the search for the place begins at the end.
      var place = edgeCases.count
      while place > 0, edgeCases[place - 1] > value { place -= 1 }
      if place == 0 || edgeCases[place - 1] != value { edgeCases.insert(value, at: place) }
    }
    func insert(around middle: Int64) {
      if middle > .min { insert(middle - 1) }
      insert(middle)
      if middle < .max { insert(middle + 1) }
    }
    insert(around: bounds.lowerBound)
    var power: Int64 = 1
    for _ in 0..<powers where zero &+ power &- 1 <= bounds.upperBound {
      insert(around: zero &+ power)
      power &<<= 1
    }
    for middle in middles { insert(around: middle) }
    insert(around: bounds.upperBound)
    return edgeCases
  }

  /// The number of a code.
  @inline(__always)
  static func decode<Value: FixedWidthInteger>(_ code: Int64) -> Value {
    if Value.isSigned || Value.bitWidth < 64 { return Value(truncatingIfNeeded: code) }
    return Value(truncatingIfNeeded: UInt64(bitPattern: code) ^ 1 &<< 63)
  }
}
