public import DropBlockContract

extension ReferenceEngine: DropOnlyEngine {
  /// Makes the dropped units of `tensor` +0 and leaves the bits of all others as they are.
  ///
  /// - Throws: What ``stages(_:)`` throws, and ``DropBlockError/elementCount(_:given:needed:)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public func drop<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    let stages = try stages(request)
    for (unit, isDropped) in stages.mask.enumerated() where isDropped {
      tensor[MemoryOrder.offset(ofUnit: unit, shape: request.shape)] = Output.dropped()
    }
    return Kept(counts: stages.keptCounts, scales: stages.scales)
  }
}
