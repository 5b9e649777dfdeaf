extension Generator where Value == Float {
  /// All Floats: NaN, infinities, zeros of both signs, subnormals and bounds are frequent.
  public static var floats: Generator {
    Generator { draw throws(Rejection) in
      Float(bitPattern: UInt32(truncatingIfNeeded: try draw.floatBits(.single)))
    }
  }

  /// Floats in a closed range, its bounds and their neighbours frequent; never NaN.
  public static func floats(in range: ClosedRange<Float>) -> Generator {
    let bounds = Double(range.lowerBound)...Double(range.upperBound)
    return Generator { draw throws(Rejection) in
      // Rounding is monotone and keeps the bounds, so the result is in range.
      Float(try draw.double(in: bounds))
    }
  }
}

extension Generator where Value == Double {
  /// All Doubles: NaN, infinities, zeros of both signs, subnormals and bounds are frequent.
  public static var floats: Generator {
    Generator { draw throws(Rejection) in Double(bitPattern: try draw.floatBits(.double)) }
  }

  /// Doubles in a closed range, its bounds and their neighbours frequent; never NaN.
  public static func floats(in range: ClosedRange<Double>) -> Generator {
    Generator { draw throws(Rejection) in try draw.double(in: range) }
  }
}

extension Generator where Value == UInt16 {
  /// The bit patterns of IEEE 754 binary16, edge cases frequent, simple numbers first.
  public static var halfBits: Generator {
    Generator { draw throws(Rejection) in UInt16(truncatingIfNeeded: try draw.floatBits(.half)) }
  }

  /// The bit patterns of bfloat16, edge cases frequent, simple numbers first.
  public static var brainBits: Generator {
    Generator { draw throws(Rejection) in UInt16(truncatingIfNeeded: try draw.floatBits(.brain)) }
  }
}

extension Generator where Value == UInt32 {
  /// The bit patterns of IEEE 754 binary32, edge cases frequent, simple numbers first.
  public static var singleBits: Generator {
    Generator { draw throws(Rejection) in UInt32(truncatingIfNeeded: try draw.floatBits(.single)) }
  }
}

extension Generator where Value == UInt64 {
  /// The bit patterns of IEEE 754 binary64, edge cases frequent, simple numbers first.
  public static var doubleBits: Generator {
    Generator { draw throws(Rejection) in try draw.floatBits(.double) }
  }
}
