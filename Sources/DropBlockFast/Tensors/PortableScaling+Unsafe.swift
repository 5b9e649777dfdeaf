import DropBlockContract

/// The products of the portable kernel, and those of tensors whose neighbours are not neighbours.
extension TensorMemory {
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

  private func scaleFloat(at offset: Int, count: Int, by factor: Float) {
    typealias Lanes = SIMD8<Float>
    let source = unsafe input(at: offset)
    let target = unsafe output(at: offset)
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
    let source = unsafe input(at: offset)
    let target = unsafe output(at: offset)
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
    let source = unsafe input(at: offset)
    let target = unsafe output(at: offset)
    var place = 0
    for _ in 0..<count {
      let value = unsafe source.loadUnaligned(fromByteOffset: place, as: Element.self)
      unsafe target.storeBytes(of: transform(value), toByteOffset: place, as: Element.self)
      place &+= stride &* type.byteCount
    }
  }
}
