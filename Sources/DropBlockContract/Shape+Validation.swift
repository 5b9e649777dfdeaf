extension Shape {
  /// Checks the sizes and the strides.
  ///
  /// - Throws: ``DropBlockError/rank(_:)``, ``DropBlockError/size(axis:_:)``,
  ///   ``DropBlockError/tooManyUnits(_:)`` or ``DropBlockError/strides(_:_:)``.
  public func validate() throws(DropBlockError) {
    guard (1...3).contains(rank) else { throw .rank(rank) }
    if samples < 0 { throw .size(axis: "samples", samples) }
    if channels < 0 { throw .size(axis: "channels", channels) }
    for axis in spatial.indices where spatial[axis] < 0 {
      throw .size(axis: "spatial axis \(axis)", spatial[axis])
    }
    // Zero sizes are counted as one, so that no partial product of any of them overflows either.
    var (product, isTooLarge) = Swift.max(samples, 1).multipliedReportingOverflow(
      by: Swift.max(channels, 1))
    for size in spatial {
      let (next, overflow) = product.multipliedReportingOverflow(by: Swift.max(size, 1))
      product = next
      isTooLarge = isTooLarge || overflow
    }
    // The largest element offset in bytes must stay addressable for eight-byte elements.
    if isTooLarge || product > Int.max / 8 { throw .tooManyUnits([samples, channels] + spatial) }
    if case .strided(let strides) = layout { try validate(strides: strides) }
  }

  /// The least number of elements a buffer of this shape must hold.
  ///
  /// - Returns: ``unitCount`` for the layouts without gaps; one more than the largest element offset
  ///   for a strided one; 0 for an empty tensor.
  /// - Throws: What ``validate()`` throws.
  public func storageCount() throws(DropBlockError) -> Int {
    try validate()
    guard unitCount > 0 else { return 0 }
    guard case .strided(let strides) = layout else { return unitCount }
    return zip([samples, channels] + spatial, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
  }

  /// Strides are accepted when each is at least the span of all axes with smaller strides.
  ///
  /// That is sufficient for units not to share an element, and holds for every dense permutation,
  /// slice and padded buffer.
  private func validate(strides: [Int]) throws(DropBlockError) {
    let sizes = [samples, channels] + spatial
    guard strides.count == sizes.count else {
      throw .strides(strides, "\(sizes.count) strides are needed: sample, channel, spatial axes")
    }
    guard strides.allSatisfy({ $0 >= 1 }) else { throw .strides(strides, "each is at least 1") }
    var span = 1
    for (stride, size) in zip(strides, sizes).sorted(by: { $0 < $1 }) where size > 1 {
      guard stride >= span else {
        throw .strides(strides, "units of the shape \(sizes) share an element")
      }
      let (last, overflow) = stride.multipliedReportingOverflow(by: size - 1)
      let (next, overflow2) = last.addingReportingOverflow(span)
      guard !overflow, !overflow2, next <= Int.max / 8 else {
        throw .strides(strides, "the largest offset leaves the address space")
      }
      span = next
    }
  }
}
