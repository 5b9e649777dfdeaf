extension Generator where Value: FixedWidthInteger & Sendable {
  /// Numbers in a closed range.
  ///
  /// Small ranges are drawn evenly; in large ones the bounds, powers of two and their neighbours
  /// are frequent, and the first cases of a run stay near `target`.
  ///
  /// - Parameters:
  ///   - range: The admissible numbers.
  ///   - target: The simplest number, 0 if not given; outside the range, the bound next to it.
  /// - Returns: A generator; numbers of more than 64 bits are refused when it is drawn from.
  public static func integers(in range: ClosedRange<Value>, towards target: Value = 0) -> Generator
  {
    guard Value.bitWidth <= 64 else {
      return refusing("integers(in:)", "\(Value.bitWidth)-bit numbers, at most 64 bits admitted")
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
      return refusing("sizes(in:)", "\(Value.bitWidth)-bit numbers, at most 64 bits admitted")
    }
    let bounds = IntegerCode.encode(range.lowerBound)...IntegerCode.encode(range.upperBound)
    let middles =
      [range.lowerBound, range.upperBound] + boundaries
      + (0..<(Value.bitWidth - 1)).map { Value(1) << Value($0) }
    var problems: Set<Int64> = []
    for middle in middles {
      let neighbours = [
        middle, middle.subtractingReportingOverflow(1).partialValue,
        middle.addingReportingOverflow(1).partialValue,
      ]
      for value in neighbours where range.contains(value) {
        problems.insert(IntegerCode.encode(value))
      }
    }
    let sorted = problems.sorted()
    return Generator { draw throws(Rejection) in
      let code = try draw.integer(in: bounds, towards: bounds.lowerBound) { stream, size in
        let manner = stream.next()
        if manner & 1 == 0 {
          // The first cases stay with the smallest of the problem values.
          let admitted = Swift.min(sorted.count, 4 + sorted.count * size / 100)
          return sorted[stream.below(admitted)]
        }
        let last = IntegerOrder.distance(bounds.lowerBound, bounds.upperBound)
        let part = size >= 100 ? last : Swift.min(last, 8 &+ last / 100 &* UInt64(size))
        return bounds.lowerBound &+ Int64(bitPattern: stream.upTo(part))
      }
      return IntegerCode.decode(code)
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

extension Generator {
  /// A generator that has no value, for a bad argument.
  static func refusing(_ name: String, _ problem: String) -> Generator {
    Generator { _ throws(Rejection) in
      throw Rejection(generator: name, reason: .impossible(problem: problem))
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

  /// The number of a code.
  @inline(__always)
  static func decode<Value: FixedWidthInteger>(_ code: Int64) -> Value {
    if Value.isSigned || Value.bitWidth < 64 { return Value(truncatingIfNeeded: code) }
    return Value(truncatingIfNeeded: UInt64(bitPattern: code) ^ 1 &<< 63)
  }
}
