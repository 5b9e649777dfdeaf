import DropBlockContract
import Foundation

@testable import DropBlockFast

/// An input, its products and an output, in pages of their own, for many runs of a kernel.
///
/// Everything is compared as bytes, so that tests that are not optimised can afford many runs. What
/// lies around the units of a run is compared too, and ``isIntact`` tells of bytes farther off.
@safe
final class KernelBench {
  /// Where a kernel reads and writes, and with which stores.
  enum Mode: CaseIterable { case inPlace, outOfPlace, streaming }

  /// How many units at the beginning no run may begin in: they stand guard.
  static let band = 128

  let type: ElementType
  private let count: Int
  private let width: Int
  private let input: UnsafeMutableRawPointer
  private let products: UnsafeMutableRawPointer
  private let expected: UnsafeMutableRawPointer
  private let output: UnsafeMutableRawPointer

  /// A bench of values and what each is to become when it is kept.
  init<Element: DropBlockElement>(_ values: [Element], products kept: [Element]) {
    type = Element.elementType
    width = type.byteCount
    count = values.count
    let bytes = count * width
    func page() -> UnsafeMutableRawPointer {
      let start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
      unsafe memset(start, 0xA5, bytes)
      return unsafe start
    }
    unsafe (input, products, expected, output) = unsafe (page(), page(), page(), page())
    for (index, (value, product)) in zip(values, kept).enumerated() {
      unsafe input.storeBytes(of: value, toByteOffset: index * width, as: Element.self)
      unsafe products.storeBytes(of: product, toByteOffset: index * width, as: Element.self)
    }
  }

  deinit {
    unsafe input.deallocate()
    unsafe products.deallocate()
    unsafe expected.deallocate()
    unsafe output.deallocate()
  }

  /// Whether every byte of the output is as it was made.
  var isIntact: Bool { isUntouched(0, count * width) }

  /// Whether so many bytes of the output are those that they all were made with.
  private func isUntouched(_ start: Int, _ length: Int) -> Bool {
    unsafe output.load(fromByteOffset: start, as: UInt8.self) == 0xA5
      && memcmp(output + start, output + start + 1, length - 1) == 0
  }

  /// Says what the next runs are to write: `count` units from `offset` on.
  func prepare(at offset: Int, count: Int, _ mask: BitString, from start: Int) {
    precondition(offset >= Self.band && offset + count + Self.band <= self.count)
    unsafe memcpy(expected + offset * width, products + offset * width, count * width)
    for index in 0..<count where mask[start + index] {
      unsafe memset(expected + (offset + index) * width, 0, width)
    }
  }

  /// Runs a kernel over the prepared units; nil, or the first difference.
  ///
  /// - Parameter isScaling: False for what only drops; NaN are then compared by their bits.
  func run(
    _ kernel: KernelTable, _ mode: Mode, at offset: Int, count: Int, factor: Double,
    _ mask: BitString,
    from start: Int, isScaling: Bool = true
  ) -> String? {
    let low = (offset - Self.band) * width
    let length = (count + 2 * Self.band) * width
    let isInPlace = mode == .inPlace
    if isInPlace { unsafe memcpy(output + low, input + low, length) }
    let memory = unsafe TensorMemory(
      input: isInPlace ? output : input, output: output, type: type,
      isStreaming: mode == .streaming)
    MaskApplication(memory: memory, kernel: kernel, isScaling: isScaling)
      .contiguous(mask, from: start, at: offset, count: count, factor: factor)
    defer { unsafe _ = memset(output + low, 0xA5, length) }
    if let place = difference(at: offset, count: count, isBitwise: !isScaling) {
      return unsafe "\(mode) at \(offset), \(count) units, mask from \(start), factor \(factor): "
        + "unit \(place - offset), input \(hex(input, place)), "
        + "expected \(hex(expected, place)), got \(hex(output, place))"
    }
    let band = Self.band * width
    for (side, name) in [(low, "before"), ((offset + count) * width, "behind")] {
      let isKept =
        unsafe isInPlace
        ? memcmp(output + side, input + side, band) == 0 : isUntouched(side, band)
      if !isKept { return "\(mode) at \(offset), \(count) units: \(name) them was written" }
    }
    return nil
  }

  /// The first unit that is not as expected; by chunks, of which most are equal as they are.
  private func difference(at offset: Int, count: Int, isBitwise: Bool) -> Int? {
    for first in stride(from: offset, to: offset + count, by: 256) {
      let last = min(first + 256, offset + count)
      let start = first * width
      if unsafe memcmp(output + start, expected + start, (last - first) * width) == 0 { continue }
      for place in first..<last {
        let (wanted, got) = unsafe (bits(expected, place), bits(output, place))
        if wanted != got, isBitwise || !isNaN(wanted) || !isNaN(got) { return place }
      }
    }
    return nil
  }

  private func bits(_ start: UnsafeMutableRawPointer, _ place: Int) -> UInt64 {
    let address = unsafe start + place * width
    switch width {
    case 2: return unsafe UInt64(address.load(as: UInt16.self))
    case 4: return unsafe UInt64(address.load(as: UInt32.self))
    default: return unsafe address.load(as: UInt64.self)
    }
  }

  private func hex(_ start: UnsafeMutableRawPointer, _ place: Int) -> String {
    unsafe String(bits(start, place), radix: 16)
  }

  private func isNaN(_ bits: UInt64) -> Bool {
    switch type {
    case .float16: bits & 0x7FFF > 0x7C00
    case .bfloat16: bits & 0x7FFF > 0x7F80
    case .float32: bits & 0x7FFF_FFFF > 0x7F80_0000
    case .float64: bits & 0x7FFF_FFFF_FFFF_FFFF > 0x7FF0_0000_0000_0000
    }
  }
}

extension Array where Element: BitwiseCopyable {
  /// Whether two arrays have the same bytes.
  func hasBytes(of other: [Element]) -> Bool {
    unsafe withUnsafeBytes { mine in
      unsafe other.withUnsafeBytes { theirs in
        guard mine.count == theirs.count else { return false }
        guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
        return unsafe memcmp(a, b, mine.count) == 0
      }
    }
  }

  /// Where its elements lie.
  var address: Int { unsafe withUnsafeBytes { Int(bitPattern: $0.baseAddress) } }
}

/// Sets the environment variable that forces a kernel.
func forceKernel(_ name: String) { unsafe _ = setenv(FastKernel.variable, name, 1) }
