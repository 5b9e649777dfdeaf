import DropBlockContract
import Testing

@testable import DropBlockFast

/// Values of every element type, none of them NaN, so that products can be compared as bytes.
private func bench(_ type: ElementType, count: Int, factor: Double) -> KernelBench {
  var choices = Choices(count)
  let numbers = (0..<count).map { _ in choices.unit() * 200 - 100 }
  switch type {
  case .bfloat16:
    let values = numbers.map { BFloat16(nearest: $0) }
    return KernelBench(values, products: values.map { BFloat16(nearest: $0.doubleValue * factor) })
  case .float16:
    #if (os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64)
      return bench(.float32, count: count, factor: factor)
    #else
      let values = numbers.map { Float16($0) }
      return KernelBench(values, products: values.map { Float16(nearest: Double($0) * factor) })
    #endif
  case .float32:
    let values = numbers.map { Float($0) }
    return KernelBench(values, products: values.map { Float(nearest: Double($0) * factor) })
  case .float64: return KernelBench(numbers, products: numbers.map { $0 * factor })
  }
}

private func randomMask(_ count: Int) -> BitString {
  var choices = Choices(count)
  var mask = BitString(count: count)
  for index in mask.words.indices { mask.words[index] = choices.next() | choices.next() }
  return mask
}

/// Where units are, and what is done to them: each place is run by every kernel in every mode.
@Suite struct KernelPlacesTests {
  /// The factor is a Float, so that it is the same for every element type.
  private let factor = 1.25

  private func faults(
    _ bench: KernelBench, at offset: Int, count: Int, _ mask: BitString, from start: Int,
    isScaling: Bool = true
  ) -> String? {
    bench.prepare(at: offset, count: count, mask, from: start)
    for (name, table) in kernels {
      for mode in KernelBench.Mode.allCases where isScaling || mode == .inPlace {
        if let fault = bench.run(
          table, mode, at: offset, count: count, factor: factor, mask, from: start,
          isScaling: isScaling)
        {
          return "\(name), \(bench.type), \(fault)"
        }
      }
    }
    return nil
  }

  @Test(arguments: ElementType.allCases)
  func `every start of the mask and every small count is done, and nothing else`(
    type: ElementType
  ) {
    let bench = bench(type, count: 1024, factor: factor)
    let mask = randomMask(512)
    var first: String?
    for start in 0...70 {
      for count in 0...200 where first == nil {
        // The two step through all places in a line.
        let offset = KernelBench.band + (start * 7 + count) % 64
        first = faults(bench, at: offset, count: count, mask, from: start)
      }
    }
    #expect(first == nil)
    #expect(bench.isIntact)
  }

  @Test(arguments: ElementType.allCases)
  func `counts around four pages are done from every place in a line`(type: ElementType) {
    let lanes = 64 / type.byteCount
    let pages = 16_384 / type.byteCount
    let bench = bench(type, count: 2 * pages + 1024, factor: factor)
    let mask = randomMask(2 * pages + 512)
    var first: String?
    for place in 0..<lanes {
      let head = (lanes - place) % lanes
      for count in [pages + head - 1, pages + head, pages + 1, 2 * pages + head + 37]
      where first == nil {
        first = faults(
          bench, at: KernelBench.band + place, count: count, mask, from: (place * 11 + count) % 71)
      }
    }
    #expect(first == nil)
    #expect(bench.isIntact)
  }

  @Test(arguments: ElementType.allCases)
  func `dropping alone writes dropped units and leaves the bits of all others`(
    type: ElementType
  ) {
    let bench = unscaled(type, count: 1024)
    let sparse = BitString(count: 512)
    var all = sparse
    all.setAll(count: 512)
    var blocks = sparse
    for start in stride(from: 0, to: 480, by: 37) { blocks.setRun(from: start, count: 9) }
    var first: String?
    for mask in [randomMask(512), sparse, all, blocks] {
      for start in stride(from: 0, through: 70, by: 5) {
        for count in stride(from: start % 3, through: 200, by: 3) where first == nil {
          let offset = KernelBench.band + (start * 7 + count) % 64
          first = faults(bench, at: offset, count: count, mask, from: start, isScaling: false)
        }
      }
    }
    #expect(first == nil)
    #expect(bench.isIntact)
  }

  @Test(arguments: ElementType.allCases)
  func `dropping alone over pages touches the dropped units from every place in a line`(
    type: ElementType
  ) {
    let (lanes, page) = (64 / type.byteCount, 4096 / type.byteCount)
    let bench = unscaled(type, count: 5 * page + 1024)
    var sparse = BitString(count: 5 * page + 512)
    for start in stride(from: 5, to: 5 * page, by: 211) { sparse.setRun(from: start, count: 7) }
    var first: String?
    for mask in [sparse, randomMask(5 * page + 512)] {
      for place in 0..<lanes {
        let head = (lanes - place) % lanes
        for pages in 1...4 where first == nil {
          first = faults(
            bench, at: KernelBench.band + place, count: pages * page + head + place % 3 - 1, mask,
            from: (place * 11 + pages) % 71, isScaling: false)
        }
      }
    }
    #expect(first == nil)
    #expect(bench.isIntact)
  }

  /// Random bits, among them NaN with payloads, that are to stay as they are.
  private func unscaled(_ type: ElementType, count: Int) -> KernelBench {
    var choices = Choices(8)
    func patterns<Element: DropBlockElement>(_: Element.Type) -> KernelBench {
      let values = (0..<count).map { index in
        let bits = Element.BitPattern(truncatingIfNeeded: choices.next())
        // Every fourth a NaN that signals.
        return Element(
          bitPattern: index % 4 == 0
            ? Element(nearest: .infinity).bitPattern | 1 | bits & 0x15 : bits)
      }
      return KernelBench(values, products: values)
    }
    switch type {
    case .bfloat16: return patterns(BFloat16.self)
    case .float16:
      #if (os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64)
        return patterns(BFloat16.self)
      #else
        return patterns(Float16.self)
      #endif
    case .float32: return patterns(Float.self)
    case .float64: return patterns(Double.self)
    }
  }
}
