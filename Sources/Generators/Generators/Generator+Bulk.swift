extension Generator where Value == Bulk {
  /// Many floats from two or three choices: patterns, keys, edge cases.
  ///
  /// - Parameters:
  ///   - count: How many; a negative number is rejected when it is drawn from.
  ///   - width: Their format.
  ///   - style: What they may be.
  public static func bulk(
    count: Int, of width: FloatWidth, style: Bulk.Style = .any
  ) -> Generator {
    Generator { draw throws(Rejection) in try draw.bulk(count: count, of: width, style: style) }
  }
}
