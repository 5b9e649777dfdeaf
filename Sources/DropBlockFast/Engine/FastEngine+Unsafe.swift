import DropBlockContract

extension FastEngine {
  /// Calls `body` with the memory behind two spans, or with nil when either is empty.
  func withMemory<Element: DropBlockElement>(
    _ input: Span<Element>, _ output: inout MutableSpan<Element>,
    _ body: (TensorMemory?) throws(DropBlockError) -> Kept
  ) throws(DropBlockError) -> Kept {
    try checkWidth(of: Element.self)
    return try unsafe input.withUnsafeBytes { (source) throws(DropBlockError) in
      try unsafe output.withUnsafeMutableBytes { (target) throws(DropBlockError) in
        guard let input = source.baseAddress, let output = target.baseAddress else {
          return try body(nil)
        }
        return try body(
          unsafe TensorMemory(
            input: input, output: output, count: target.count / MemoryLayout<Element>.stride,
            type: Element.elementType))
      }
    }
  }

  /// Calls `body` with the memory behind one span, or with nil when it is empty.
  func withMemory<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>,
    _ body: (TensorMemory?) throws(DropBlockError) -> Kept
  ) throws(DropBlockError) -> Kept {
    try checkWidth(of: Element.self)
    return try unsafe tensor.withUnsafeMutableBytes { (bytes) throws(DropBlockError) in
      guard let start = bytes.baseAddress else { return try body(nil) }
      return try body(
        unsafe TensorMemory(
          input: UnsafeRawPointer(start), output: start,
          count: bytes.count / MemoryLayout<Element>.stride, type: Element.elementType))
    }
  }

  /// Elements are read by their declared format: a foreign type that only claims one is refused.
  private func checkWidth<Element: DropBlockElement>(
    of type: Element.Type
  ) throws(DropBlockError) {
    let needed = Element.elementType.byteCount
    let given = MemoryLayout<Element>.stride
    guard given == needed else {
      throw .elementCount("bytes of a \(type)", given: given, needed: needed)
    }
  }
}
