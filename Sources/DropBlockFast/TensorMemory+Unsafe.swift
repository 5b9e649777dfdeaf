import DropBlockContract

/// The bytes of an input and an output tensor of the same layout; one and the same when in place.
///
/// Offsets and strides count elements. The callers pass offsets of units of a shape that was checked
/// against both buffers; nothing else is read or written. Threads that share it write to different
/// units.
@safe
struct TensorMemory: @unchecked Sendable {
  private let input: UnsafeRawPointer
  private let output: UnsafeMutableRawPointer
  private let type: ElementType
  private let width: Int

  /// The memory behind two pointers, equal for work in place.
  init(input: UnsafeRawPointer, output: UnsafeMutableRawPointer, type: ElementType) {
    unsafe self.input = unsafe input
    unsafe self.output = unsafe output
    self.type = type
    width = type.byteCount
  }

  /// Whether input and output are the same bytes.
  var isInPlace: Bool { unsafe input == UnsafeRawPointer(output) }

  /// Writes the products of `count` neighbours and a factor, each rounded once.
  func scale(at offset: Int, count: Int, by factor: Double) {
    switch type {
    case .float32: scaleFloat(at: offset, count: count, by: Float(factor))
    case .float64: scaleDouble(at: offset, count: count, by: factor)
    case .float16, .bfloat16: scale(at: offset, count: count, stride: 1, by: factor)
    }
  }

  /// Writes the products of `count` elements, `stride` apart, and a factor, each rounded once.
  func scale(at offset: Int, count: Int, stride: Int, by factor: Double) {
    switch type {
    case .float32:
      let factor = Float(factor)
      map(Float.self, at: offset, count: count, stride: stride) { $0 * factor }
    case .float64:
      map(Double.self, at: offset, count: count, stride: stride) { $0 * factor }
    case .bfloat16:
      let factor = Double(Float(factor))
      map(BFloat16.self, at: offset, count: count, stride: stride) {
        BFloat16(nearest: $0.doubleValue * factor)
      }
    case .float16:
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        let factor = Double(Float(factor))
        map(Float16.self, at: offset, count: count, stride: stride) {
          Float16(nearest: $0.doubleValue * factor)
        }
      #endif
    }
  }

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

  /// Copies the bits of `count` neighbours.
  func copy(at offset: Int, count: Int) {
    guard !isInPlace else { return }
    unsafe (output + offset * width).copyMemory(
      from: input + offset * width, byteCount: count * width)
  }

  /// Copies the bits of `count` elements, `stride` apart.
  func copy(at offset: Int, count: Int, stride: Int) {
    for index in 0..<count { copy(at: offset + index * stride, count: 1) }
  }
}

extension TensorMemory {
  private func scaleFloat(at offset: Int, count: Int, by factor: Float) {
    typealias Lanes = SIMD8<Float>
    let source = unsafe input + offset &* 4
    let target = unsafe output + offset &* 4
    let factors = Lanes(repeating: factor)
    var index = 0
    while index &+ 8 <= count {
      let place = index &* 4
      let lanes = unsafe source.loadUnaligned(fromByteOffset: place, as: Lanes.self)
      unsafe target.storeBytes(of: lanes * factors, toByteOffset: place, as: Lanes.self)
      index &+= 8
    }
    while index < count {
      let place = index &* 4
      let value = unsafe source.loadUnaligned(fromByteOffset: place, as: Float.self)
      unsafe target.storeBytes(of: value * factor, toByteOffset: place, as: Float.self)
      index &+= 1
    }
  }

  private func scaleDouble(at offset: Int, count: Int, by factor: Double) {
    typealias Lanes = SIMD4<Double>
    let source = unsafe input + offset &* 8
    let target = unsafe output + offset &* 8
    let factors = Lanes(repeating: factor)
    var index = 0
    while index &+ 4 <= count {
      let place = index &* 8
      let lanes = unsafe source.loadUnaligned(fromByteOffset: place, as: Lanes.self)
      unsafe target.storeBytes(of: lanes * factors, toByteOffset: place, as: Lanes.self)
      index &+= 4
    }
    while index < count {
      let place = index &* 8
      let value = unsafe source.loadUnaligned(fromByteOffset: place, as: Double.self)
      unsafe target.storeBytes(of: value * factor, toByteOffset: place, as: Double.self)
      index &+= 1
    }
  }

  @inline(__always)
  private func map<Element: DropBlockElement>(
    _: Element.Type, at offset: Int, count: Int, stride: Int, _ transform: (Element) -> Element
  ) {
    var place = offset &* width
    for _ in 0..<count {
      let value = unsafe input.loadUnaligned(fromByteOffset: place, as: Element.self)
      unsafe output.storeBytes(of: transform(value), toByteOffset: place, as: Element.self)
      place &+= stride &* width
    }
  }
}
