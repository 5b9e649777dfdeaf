import DropBlockContract

/// The bytes of an input and an output tensor of the same layout; one and the same when in place.
///
/// Offsets and strides count elements. The callers pass offsets of units of a shape that was checked
/// against both buffers; nothing else is read or written. Threads that share it write to different
/// units.
@safe
struct TensorMemory: @unchecked Sendable {
  let type: ElementType
  /// Whether stores pass the caches by, because the output is too large to stay in them.
  let isStreaming: Bool

  private let input: UnsafeRawPointer
  private let output: UnsafeMutableRawPointer
  private let width: Int

  /// Outputs of so many bytes and more don't stay in the caches, and are not sent there.
  ///
  /// Measured (Documentation/Performance.md): from here on streaming stores are the faster ones, unless
  /// the pages are new.
  static let streamingBytes = 16 << 20

  /// The memory of `count` elements behind two pointers, equal for work in place.
  init(
    input: UnsafeRawPointer, output: UnsafeMutableRawPointer, count: Int, type: ElementType
  ) {
    let isStreaming =
      unsafe input != UnsafeRawPointer(output)
      && count >= Self.streamingBytes / type.byteCount
      && Residency.isLikely(output, byteCount: count * type.byteCount)
    unsafe self.init(input: input, output: output, type: type, isStreaming: isStreaming)
  }

  /// Memory behind two pointers, with stores that pass the caches by or not.
  init(
    input: UnsafeRawPointer, output: UnsafeMutableRawPointer, type: ElementType,
    isStreaming: Bool
  ) {
    unsafe self.input = unsafe input
    unsafe self.output = unsafe output
    self.type = type
    width = type.byteCount
    self.isStreaming = isStreaming
  }

  /// Whether input and output are the same bytes.
  var isInPlace: Bool { unsafe input == UnsafeRawPointer(output) }

  /// Where element `offset` of the input begins.
  func input(at offset: Int) -> UnsafeRawPointer { unsafe input + offset &* width }

  /// Where element `offset` of the output begins.
  func output(at offset: Int) -> UnsafeMutableRawPointer { unsafe output + offset &* width }

  /// Makes `count` neighbours +0.
  @inline(__always)
  func zero(at offset: Int, count: Int) {
    let start = unsafe output + offset &* width
    let bytes = count &* width
    // Runs are mostly shorter than a call to memset takes: two stores that overlap in the middle.
    if bytes >= 16 {
      var place = 0
      while place &+ 16 <= bytes {
        unsafe start.storeBytes(of: SIMD2<UInt64>(), toByteOffset: place, as: SIMD2<UInt64>.self)
        place &+= 16
      }
      unsafe start.storeBytes(
        of: SIMD2<UInt64>(), toByteOffset: bytes &- 16, as: SIMD2<UInt64>.self)
    } else if bytes >= 8 {
      unsafe start.storeBytes(of: 0, as: UInt64.self)
      unsafe start.storeBytes(of: 0, toByteOffset: bytes &- 8, as: UInt64.self)
    } else if bytes >= 4 {
      unsafe start.storeBytes(of: 0, as: UInt32.self)
      unsafe start.storeBytes(of: 0, toByteOffset: bytes &- 4, as: UInt32.self)
    } else if bytes >= 2 {
      unsafe start.storeBytes(of: 0, as: UInt16.self)
    }
  }

  /// Makes `count` elements, `stride` apart, +0.
  @inline(__always)
  func zero(at offset: Int, count: Int, stride: Int) {
    for index in 0..<count { zero(at: offset &+ index &* stride, count: 1) }
  }

  /// Puts the first `count` bits of a string where the output's element `offset` begins.
  func spill(_ bits: BitString, count: Int, at offset: Int) {
    unsafe bits.words.withUnsafeBytes { bytes in
      precondition((count + 7) / 8 <= bytes.count)
      guard let start = bytes.baseAddress else { return }
      unsafe output(at: offset).copyMemory(from: start, byteCount: (count + 7) / 8)
    }
  }

  /// Takes `count` bits back into a string.
  func reload(_ bits: inout BitString, count: Int, from offset: Int) {
    unsafe bits.words.withUnsafeMutableBytes { bytes in
      precondition((count + 7) / 8 <= bytes.count)
      unsafe bytes.baseAddress?.copyMemory(from: output(at: offset), byteCount: (count + 7) / 8)
    }
  }

  /// Copies the bits of `count` neighbours.
  func copy(at offset: Int, count: Int) {
    guard !isInPlace else { return }
    unsafe output(at: offset).copyMemory(from: input(at: offset), byteCount: count * width)
  }

  /// Copies the bits of `count` elements, `stride` apart.
  func copy(at offset: Int, count: Int, stride: Int) {
    for index in 0..<count { copy(at: offset + index * stride, count: 1) }
  }
}
