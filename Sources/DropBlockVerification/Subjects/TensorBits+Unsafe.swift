import DropBlockContract

extension TensorBits {
  /// Writes the bits of all elements into memory that has room for as many elements of the same
  /// format.
  @unsafe
  func copyBits(to memory: UnsafeMutableRawBufferPointer) {
    switch self {
    case .float16(let bits), .bfloat16(let bits):
      unsafe bits.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    case .float32(let bits): unsafe bits.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    case .float64(let bits): unsafe bits.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    }
  }

  /// Reads the bits of elements from memory.
  @unsafe
  init(copyingBits memory: UnsafeRawBufferPointer, as type: ElementType) {
    switch type {
    case .float16: self = unsafe .float16(Self.words(copying: memory))
    case .bfloat16: self = unsafe .bfloat16(Self.words(copying: memory))
    case .float32: self = unsafe .float32(Self.words(copying: memory))
    case .float64: self = unsafe .float64(Self.words(copying: memory))
    }
  }

  @unsafe
  private static func words<Word: FixedWidthInteger>(
    copying memory: UnsafeRawBufferPointer
  ) -> [Word] {
    let count = memory.count / MemoryLayout<Word>.stride
    return unsafe [Word](unsafeUninitializedCapacity: count) { words, initialized in
      unsafe UnsafeMutableRawBufferPointer(words).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: memory[..<(count * MemoryLayout<Word>.stride)]))
      initialized = count
    }
  }
}
