import DropBlockContract
import Testing

@testable import DropBlockFast

/// A kernel's name and its functions, for every kernel of this machine.
let kernels: [(name: String, table: KernelTable)] = FastKernel.available.compactMap { kernel in
  KernelTable(kernel.instructions).map { (kernel.name, $0) }
}

/// Every kind of factor; negative ones are refused by every request.
private let factors: [Double] = {
  var choices = Choices(17)
  let random = (0..<10).map { _ in Double(Float(bitPattern: UInt32(choices.next() >> 33))) }
  return [
    1, 1.0764, 1.0 / 3, 1.5, 2, 0, 1e-30, 3e-39, 1e38, .infinity, 65_504, 0.9999999, 0x1p-24,
    0x1p-100, 0x1p-149, 0x1.8p-101, 0x1.01p-9, 1e300, 4096.5,
  ] + random.filter { !$0.isNaN }
}()

/// A mask of random bits, and those without any and with all.
private func masks(_ count: Int) -> [BitString] {
  var choices = Choices(count)
  var random = BitString(count: count)
  for index in random.words.indices { random.words[index] = choices.next() }
  var all = random
  all.setAll(count: count)
  return [BitString(count: count), random, all]
}

/// The first fault of any kernel over all units between the bands, with every mask.
private func fault<Element: DropBlockElement>(
  _ values: [Element], _ products: [Element], _ factor: Double, masks: [BitString]
) -> String? {
  let bench = KernelBench(values, products: products)
  let (offset, count) = (KernelBench.band, values.count - 2 * KernelBench.band)
  for mask in masks {
    bench.prepare(at: offset, count: count, mask, from: 0)
    for (name, table) in kernels {
      for mode in KernelBench.Mode.allCases {
        if let fault = bench.run(
          table, mode, at: offset, count: count, factor: factor, mask, from: 0)
        {
          return "\(name), \(Element.self), \(fault)"
        }
      }
    }
  }
  return nil
}

/// All 65,536 patterns, and units to stand guard.
private let patterns16: [UInt16] = {
  let band = Array(repeating: UInt16(0x3F80), count: KernelBench.band)
  return band + (0...UInt16.max) + band
}()

@Suite struct KernelScaleTests {
  @Test func `every BFloat16 times every factor is rounded once`() {
    let values = patterns16.map { BFloat16(bitPattern: $0) }
    let wide = values.map(\.doubleValue)
    for (number, factor) in factors.enumerated() {
      let rounded = Double(Float(factor))
      let products = wide.map { BFloat16(nearest: $0 * rounded) }
      let masks = masks(values.count)
      #expect(
        fault(values, products, factor, masks: number < 4 ? masks : [masks[number % 3]]) == nil)
    }
  }

  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @Test func `every Float16 times every factor is rounded once`() {
      let values = patterns16.map { Float16(bitPattern: $0) }
      let wide = values.map(\.doubleValue)
      for (number, factor) in factors.enumerated() {
        let rounded = Double(Float(factor))
        let products = wide.map { Float16(nearest: $0 * rounded) }
        let masks = masks(values.count)
        #expect(
          fault(values, products, factor, masks: number < 4 ? masks : [masks[number % 3]]) == nil)
      }
    }
  #endif

  @Test func `a factor of −0 gives zeros of the product's sign`() {
    let narrow = patterns16.map { BFloat16(bitPattern: $0) }
    let none = [BitString(count: narrow.count)]
    #expect(
      fault(narrow, narrow.map { BFloat16(nearest: $0.doubleValue * -0.0) }, -0.0, masks: none)
        == nil)
    #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
      let half = patterns16.map { Float16(bitPattern: $0) }
      #expect(
        fault(half, half.map { Float16(nearest: $0.doubleValue * -0.0) }, -0.0, masks: none) == nil)
    #endif
    let single = narrow.map(\.floatValue)
    #expect(fault(single, single.map { $0 * -0.0 }, -0.0, masks: none) == nil)
  }

  @Test func `any Float times every factor is rounded once`() {
    var choices = Choices(5)
    var values = (0..<6_000).map { index in
      // A third of them below the normal numbers, and some beyond the finite ones.
      let exponent: UInt32 = [0, 0xFF, UInt32(choices.int(1...254)), 0, 127, 254][index % 6]
      return Float(
        bitPattern: UInt32(truncatingIfNeeded: choices.next()) & 0x807F_FFFF | exponent << 23)
    }
    values.replaceSubrange(300..<304, with: [0, -0.0, .infinity, -.infinity])
    let masks = masks(values.count)
    for (number, factor) in factors.enumerated() {
      let rounded = Double(Float(factor))
      let products = values.map { Float(nearest: Double($0) * rounded) }
      #expect(fault(values, products, factor, masks: [masks[0], masks[number % 3]]) == nil)
    }
  }

  @Test func `any Double times every factor is rounded once`() {
    var choices = Choices(6)
    var values = (0..<6_000).map { index in
      let exponent: UInt64 = [0, 0x7FF, UInt64(choices.int(1...2046)), 1, 1023, 2046][index % 6]
      return Double(bitPattern: choices.next() & 0x800F_FFFF_FFFF_FFFF | exponent << 52)
    }
    values.replaceSubrange(300..<304, with: [0, -0.0, .infinity, -.infinity])
    let masks = masks(values.count)
    for (number, factor) in (factors + [0x1p-1000, 0x1.8p-1060]).enumerated() {
      let products = values.map { $0 * factor }
      #expect(fault(values, products, factor, masks: [masks[0], masks[number % 3]]) == nil)
    }
  }
}
