public import DropBlockContract

extension FastEngine {
  /// Writes 1 for each dropped unit and 0 for the others, in logical order whatever the layout.
  ///
  /// On the calling thread alone. Beyond the mask and the report it takes the memory that
  /// ``FastEngine`` states for one thread.
  ///
  /// - Parameter mask: A byte per unit.
  /// - Returns: The kept counts and scales of the request's scale rule, one per scope.
  /// - Throws: What ``DropBlockRequest/validate()`` throws, ``DropBlockError/elementCount(_:given:needed:)``
  ///   when the mask has another number of bytes, and ``DropBlockError/tooManyUnits(_:)`` for an empty
  ///   tensor with more than 2²⁶ scopes.
  @discardableResult
  public func mask(
    _ request: DropBlockRequest, into mask: inout MutableSpan<UInt8>
  ) throws(DropBlockError) -> Kept {
    try request.validate()
    let needed = request.shape.unitCount
    guard mask.count == needed else {
      throw .elementCount("mask", given: mask.count, needed: needed)
    }
    guard needed > 0, let run = try run(request, try geometry(request)) else {
      let identity = try Kept.identity(request)
      for unit in mask.indices { mask[unit] = 0 }
      return identity
    }
    return run.writeMasks(to: &mask)
  }
}

extension DropBlockRun {
  /// Makes every mask once, and writes it for each map that uses it.
  func writeMasks(to bytes: inout MutableSpan<UInt8>) -> Kept {
    let placement = Placement(.channelsFirst, geometry)
    var width = 1
    if case .contiguous(let given) = placement.kind { width = given }
    let masks = 0..<geometry.maskCount
    let pieces = masks.count * slabs.perMask
    let capacity = capacity(masks: masks.count, placement: nil)
    let builder = builder(capacity: capacity)
    var tally = Tally(scopes, masks: masks, isCounted: true)
    for piece in 0..<pieces {
      if slabs.isCut {
        builder.adopt(slabs.geometry(of: piece))
        builder.build(0..<1)
      } else if !builder.built.contains(piece) {
        builder.build(piece..<min(piece + capacity, pieces))
      }
      let built = slabs.isCut ? 0 : piece
      let mask = slabs.mask(of: piece)
      tally.count(builder.dropped(built..<built + 1), mask: mask)
      let start = slabs.start(of: piece)
      for use in 0..<placement.useCount {
        builder.bits.unpack(
          builder.range(of: built), width: width, into: &bytes,
          at: placement.offset(mask: mask, use: use) + start.row * placement.axes[start.axis])
      }
    }
    return kept([tally])
  }
}

extension BitString {
  /// Writes each bit of a range as `width` bytes of 0 or 1.
  fileprivate func unpack(
    _ range: Range<Int>, width: Int, into bytes: inout MutableSpan<UInt8>, at offset: Int
  ) {
    var target = offset
    var start = range.lowerBound
    while start < range.upperBound {
      let count = min(range.upperBound - start, 64)
      var word = word(from: start)
      for _ in 0..<count {
        let byte = UInt8(truncatingIfNeeded: word & 1)
        for _ in 0..<width {
          bytes[target] = byte
          target &+= 1
        }
        word &>>= 1
      }
      start += count
    }
  }
}
