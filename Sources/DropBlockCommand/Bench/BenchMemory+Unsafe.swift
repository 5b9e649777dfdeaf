import Dispatch
import DropBlockContract
import DropBlockPlatform

/// The memory of a measurement: one block per region, which every case takes the beginning of.
///
/// All regions are touched before anything is measured, so that no case pays for the pages. They lie
/// at multiples of 64 bytes, as the tensors of the common frameworks do.
@safe
final class BenchMemory {
  /// The blocks.
  ///
  /// Forward goes from `input` to `output`, backward from `gradient` to
  /// `inputGradient`, and what works in place does so in the last one.
  enum Region: Int, CaseIterable {
    case input, output, gradient, inputGradient
  }

  /// The bytes of each region.
  let byteCount: Int

  private var regions: [UnsafeMutableRawPointer]

  /// Allocates the regions and touches them.
  init(byteCount: Int) {
    self.byteCount = byteCount
    unsafe regions = []
    for _ in Region.allCases {
      let start = UnsafeMutableRawPointer.allocate(
        byteCount: Swift.max(byteCount, 64), alignment: 64)
      unsafe _ = memset(start, 0, byteCount)
      unsafe regions.append(start)
    }
  }

  deinit {
    for region in Region.allCases { unsafe start(region).deallocate() }
  }

  /// Fills the sources with numbers of a type: no zeros, both signs, below 2.
  func fill<Element: DropBlockElement>(_ type: Element.Type, count: Int) {
    for region in Region.allCases {
      let elements = unsafe elements(region, type, count)
      let pattern = 251
      for index in 0..<Swift.min(pattern, count) {
        unsafe elements[index] = Element(nearest: Double(index - 125) / 64 + 1.0 / 256)
      }
      // What is there is doubled until all is full.
      var done = Swift.min(pattern, count)
      while done < count {
        let part = Swift.min(done, count - done)
        unsafe (elements.baseAddress.map { unsafe $0 + done })?.update(
          from: elements.baseAddress.unsafelyUnwrapped, count: part)
        done += part
      }
    }
  }

  /// Calls `body` with one region to read and another to write.
  func withTensors<Element: DropBlockElement, Result>(
    _ type: Element.Type, _ count: Int, from source: Region, to target: Region,
    _ body: (Span<Element>, inout MutableSpan<Element>) throws(DropBlockError) -> Result
  ) throws(DropBlockError) -> Result {
    let input = unsafe Span(_unsafeElements: UnsafeBufferPointer(elements(source, type, count)))
    var output = unsafe MutableSpan(_unsafeElements: elements(target, type, count))
    return try body(input, &output)
  }

  /// Calls `body` with a region to work in.
  func withTensor<Element: DropBlockElement, Result>(
    _ type: Element.Type, _ count: Int, in region: Region,
    _ body: (inout MutableSpan<Element>) throws(DropBlockError) -> Result
  ) throws(DropBlockError) -> Result {
    var tensor = unsafe MutableSpan(_unsafeElements: elements(region, type, count))
    return try body(&tensor)
  }

  /// Copies the first bytes of a region by `memcpy`, each thread a part of them.
  func copy(_ bytes: Int, from source: Region, to target: Region, threads: Int) {
    nonisolated(unsafe) let (from, to) = unsafe (start(source), start(target))
    Self.share(bytes, threads, unit: 64) { part in
      unsafe _ = memcpy(to + part.lowerBound, from + part.lowerBound, part.count)
    }
  }

  /// Multiplies the first elements of a region by a number, in place: the least work there can be.
  ///
  /// - Returns: False for a type that the processor does not multiply by itself.
  func multiply(_ type: ElementType, _ count: Int, in region: Region, threads: Int) -> Bool {
    nonisolated(unsafe) let start = unsafe start(region)
    switch type {
    case .float32:
      Self.share(count, threads, unit: 16) { part in
        unsafe Self.multiply(start, part, by: SIMD16<Float>(repeating: 1.0009765625))
      }
    case .float64:
      Self.share(count, threads, unit: 16) { part in
        unsafe Self.multiply(start, part, by: SIMD16<Double>(repeating: 1.0009765625))
      }
    case .float16, .bfloat16: return false
    }
    return true
  }

  @inline(__always)
  private static func multiply<Vector: SIMD>(
    _ start: UnsafeMutableRawPointer, _ part: Range<Int>, by factor: Vector
  ) where Vector.Scalar: FloatingPoint {
    let elements = unsafe start.assumingMemoryBound(to: Vector.Scalar.self)
    let width = Vector.scalarCount
    var place = part.lowerBound
    while place + width <= part.upperBound {
      let vector = unsafe UnsafeMutableRawPointer(elements + place)
      unsafe vector.storeBytes(
        of: vector.loadUnaligned(as: Vector.self) * factor, as: Vector.self)
      place += width
    }
    while place < part.upperBound {
      unsafe elements[place] *= factor[0]
      place += 1
    }
  }

  /// Folds some elements of a region into a checksum.
  func fold<Element: DropBlockElement>(
    _ type: Element.Type, _ count: Int, _ region: Region, into checksum: inout UInt64
  ) {
    let elements = unsafe elements(region, type, count)
    for index in stride(from: 0, to: count, by: Swift.max(count / 61, 1)) {
      let bits = unsafe UInt64(elements[index].bitPattern)
      checksum = (checksum ^ bits) &* 0x9E37_79B9_7F4A_7C15
    }
  }

  private func start(_ region: Region) -> UnsafeMutableRawPointer {
    unsafe regions[region.rawValue]
  }

  private func elements<Element: DropBlockElement>(
    _ region: Region, _ type: Element.Type, _ count: Int
  ) -> UnsafeMutableBufferPointer<Element> {
    precondition(count * MemoryLayout<Element>.stride <= byteCount, "the regions are too small")
    return unsafe UnsafeMutableBufferPointer(
      start: start(region).bindMemory(to: type, capacity: count), count: count)
  }

  /// Calls `body` with parts of 0..<count, each on a thread, cut at multiples of `unit`.
  private static func share(
    _ count: Int, _ threads: Int, unit: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    guard threads > 1 else { return body(0..<count) }
    let size = (count / threads / unit + 1) * unit
    // The parts do not overlap, and concurrentPerform returns when all are done.
    DispatchQueue.concurrentPerform(iterations: threads) { index in
      let start = Swift.min(index * size, count)
      body(start..<Swift.min(start + size, count))
    }
  }
}

// MARK: - Memory that is new

extension BenchMemory {
  /// A block that is written for the first time: its pages are yet to be handed out.
  @safe
  final class Fresh {
    private let block: UnsafeMutableRawPointer

    init(byteCount: Int) {
      unsafe block = UnsafeMutableRawPointer.allocate(
        byteCount: Swift.max(byteCount, 64), alignment: 64)
    }

    deinit { unsafe block.deallocate() }

    fileprivate var start: UnsafeMutableRawPointer { unsafe block }
  }

  /// A copy of the input in memory of its own.
  func clone(_ bytes: Int, threads: Int) -> Fresh {
    let fresh = Fresh(byteCount: bytes)
    nonisolated(unsafe) let (from, to) = unsafe (start(.input), fresh.start)
    Self.share(bytes, threads, unit: 4096) { part in
      unsafe _ = memcpy(to + part.lowerBound, from + part.lowerBound, part.count)
    }
    return fresh
  }

  /// Calls `body` with the input, and an output in memory of its own.
  func withFresh<Element: DropBlockElement>(
    _ type: Element.Type, _ count: Int,
    _ body: (Span<Element>, inout MutableSpan<Element>) throws(DropBlockError) -> Void
  ) throws(DropBlockError) -> Fresh {
    let fresh = Fresh(byteCount: count * MemoryLayout<Element>.stride)
    let input = unsafe Span(_unsafeElements: UnsafeBufferPointer(elements(.input, type, count)))
    let target = unsafe UnsafeMutableBufferPointer(
      start: fresh.start.bindMemory(to: type, capacity: count), count: count)
    var output = unsafe MutableSpan(_unsafeElements: target)
    try body(input, &output)
    return fresh
  }
}
