import CDropBlockKernels
import DropBlockContract

/// The functions of one instruction set: those in C where there is a table of them, or Swift's.
///
/// The tables are constants of the program; nothing here owns memory.
@safe
struct KernelTable: @unchecked Sendable {
  /// The functions in C; nil for the portable kernel.
  private let table: UnsafePointer<dropblock_kernels>?

  /// The functions of an instruction set; nil where the processor can't run them.
  init?(_ instructions: InstructionSet) {
    switch instructions {
    case .portable:
      unsafe table = nil
      return
    case .avx2: unsafe table = dropblock_kernels_avx2()
    case .avx512: unsafe table = dropblock_kernels_avx512()
    }
    if unsafe table == nil { return nil }
  }

  /// The functions in Swift.
  static var portable: KernelTable { KernelTable() }

  private init() { unsafe table = nil }

  /// The number of bits set at `range`.
  func population(_ bits: BitString, _ range: Range<Int>) -> Int {
    guard let count = unsafe table?.pointee.population else { return bits.population(range) }
    return unsafe bits.words.withUnsafeBufferPointer { words in
      precondition((range.upperBound &+ 63) &>> 6 <= words.count)
      return unsafe count(words.baseAddress, range.lowerBound, range.count)
    }
  }

  /// Writes the products of `count` units and a factor, or +0 where the mask's bit is set.
  ///
  /// - Returns: False where there is no such function, and nothing was done.
  func scale(
    _ memory: TensorMemory, at offset: Int, count: Int, by factor: Double, _ mask: BitString,
    from start: Int
  ) -> Bool {
    guard let table = unsafe table?.pointee else { return false }
    // A factor of −0 turns the signs, and no function has to be slower for it.
    guard factor.sign == .plus else { return false }
    let scale =
      switch memory.type {
      case .float16: unsafe table.scale_float16
      case .bfloat16: unsafe table.scale_bfloat16
      case .float32: unsafe table.scale_float32
      case .float64: unsafe table.scale_float64
      }
    guard let scale = unsafe scale else { return false }
    unsafe mask.words.withUnsafeBufferPointer { words in
      // One word more than the bits take is there to be read.
      precondition(start >= 0 && BitString.wordCount(start &+ count) < words.count)
      unsafe scale(
        memory.input(at: offset), memory.output(at: offset), count, words.baseAddress, start,
        factor,
        memory.isStreaming ? 1 : 0)
    }
    return true
  }

  /// Makes the units of `count` +0 whose bits are set; touches no other.
  ///
  /// - Returns: False where there is no such function, and nothing was done.
  func clear(
    _ memory: TensorMemory, at offset: Int, count: Int, _ mask: BitString, from start: Int
  ) -> Bool {
    guard let table = unsafe table?.pointee else { return false }
    let scale =
      switch memory.type {
      case .float16, .bfloat16: unsafe table.clear_16
      case .float32: unsafe table.clear_32
      case .float64: unsafe table.clear_64
      }
    guard let scale = unsafe scale else { return false }
    unsafe mask.words.withUnsafeBufferPointer { words in
      precondition(start >= 0 && BitString.wordCount(start &+ count) < words.count)
      unsafe scale(memory.output(at: offset), count, words.baseAddress, start)
    }
    return true
  }

  /// Seeds of the sampler `bernoulli`, 64 positions to a word: `count` words from word `first` on.
  func bernoulli(
    _ seeds: BernoulliSeeds, from first: UInt64, count: Int, into words: inout [UInt64]
  ) {
    precondition(count <= words.count)
    guard let draw = unsafe table?.pointee.bernoulli else {
      for index in 0..<count { words[index] = seeds.word(first &+ UInt64(index)) }
      return
    }
    unsafe words.withUnsafeMutableBufferPointer { words in
      unsafe draw(seeds.key, first, seeds.threshold, words.baseAddress, count)
    }
  }

  /// The seeds of a window of draws.
  func seeds(_ law: GapLaw, key: UInt64, _ window: DrawWindow, into places: inout Places) {
    guard let find = unsafe table?.pointee.seeds else {
      window.find(law, key: key, into: &places)
      return
    }
    unsafe withUnsafeMutableBytes(of: &places) { bytes in
      unsafe find(
        key, window.chunk, window.firstDraw, window.runs, window.cursor, law.q, law.inverse,
        bytes.bindMemory(to: UInt16.self).baseAddress)
    }
  }
}
