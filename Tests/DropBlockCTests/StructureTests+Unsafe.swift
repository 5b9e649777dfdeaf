import CDropBlock
import Foundation
import Testing

@testable import DropBlockC

private func lastError() -> String { unsafe String(cString: dropblock_last_error()) }

private let bad = Int32(DROPBLOCK_BAD_ARGUMENT)

/// Sizes that no structure may have, the first version's being `least`.
private func wrongSizes(least: Int) -> [Int] {
  [0, 1, 7, 8, least - 8, least + 1, least + 4, 1032, 1 << 40, .max - 7, -8, -1]
}

@Suite struct StructureTests {
  @Test func `the functions of the header fill in the sizes`() {
    #expect(dropblock_default_options(3, 0.2).size == 120)
    #expect(shape(1, 2, [3]).size == 96)
    let kept = unsafe dropblock_default_kept(nil, nil, 0)
    #expect(unsafe kept.size == 32)
    let four = [Int64](repeating: 9, count: 4)
    let shape = unsafe dropblock_default_shape(1, 2, 4, four)
    #expect(shape.rank == 4 && shape.spatial.2 == 9 && shape.strides.0 == 0 && shape.layout == 0)
    let none = dropblock_default_shape(1, 2, .min, nil)
    #expect(none.spatial.0 == 0)
  }

  @Test func `a wrong size is a bad argument, and the sentence names it and those admissible`() {
    var options = dropblock_default_options(3, 0.2)
    var sizes = shape(1, 1, [8])
    var mask = Array(repeating: UInt8(9), count: 8)
    var count = Int64(-1)
    unsafe withUnsafeMutablePointer(to: &count) { count in
      var kept = unsafe dropblock_default_kept(count, nil, 1)
      func outcome() -> (Int32, String) {
        (unsafe dropblock_mask(&options, &sizes, &mask, 8, &kept), lastError())
      }
      func sentence(_ name: String, _ size: Int, _ least: Int) -> String {
        "\(name)->size is \(UInt(bitPattern: size)); multiples of 8 from \(least) to 1024 are "
          + "admissible, and this library's own is \(least)"
      }
      for size in wrongSizes(least: 120) {
        options.size = size
        #expect(outcome() == (bad, sentence("options", size, 120)))
        #expect(unsafe dropblock_describe(&options, nil, nil, 0) == 0)
        #expect(lastError() == sentence("options", size, 120))
      }
      options.size = 120
      for size in wrongSizes(least: 96) {
        sizes.size = size
        #expect(outcome() == (bad, sentence("shape", size, 96)))
      }
      sizes.size = 96
      for size in wrongSizes(least: 32) {
        unsafe kept.size = size
        #expect(outcome() == (bad, sentence("kept", size, 32)))
      }
      #expect(unsafe count.pointee == -1)
      #expect(mask == Array(repeating: 9, count: 8))
      unsafe kept.size = 32
      #expect(outcome().0 == 0, "\(lastError())")
    }
  }

  @Test func `what is reserved must be 0`() {
    var options = dropblock_default_options(3, 0.2)
    var sizes = shape(1, 1, [8])
    var mask = Array(repeating: UInt8(9), count: 8)
    options.reserved = -1
    #expect(unsafe dropblock_mask(&options, &sizes, &mask, 8, nil) == bad)
    #expect(lastError() == "reserved is -1; 0…0 are admissible")
    #expect(mask == Array(repeating: 9, count: 8))
  }

  @Test func `a longer structure may end in zeros, and in nothing else`() {
    let known = MemoryLayout<dropblock_options>.stride
    for size in [known + 8, known + 64, 1024] {
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
      defer { unsafe bytes.deallocate() }
      unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0xA5, count: size)
      let options = unsafe bytes.assumingMemoryBound(to: dropblock_options.self)
      #expect(unsafe dropblock_init_options(options, size, 3, 0.5) == 0, "\(lastError())")
      #expect(unsafe options.pointee.size == size)
      var sizes = shape(1, 1, [64])
      var mask = Array(repeating: UInt8(9), count: 64)
      #expect(unsafe dropblock_mask(options, &sizes, &mask, 64, nil) == 0, "\(lastError())")
      #expect(mask.contains(1) && mask.contains(0))
      for place in [known, size - 1] {
        unsafe bytes.storeBytes(of: 1, toByteOffset: place, as: UInt8.self)
        mask = Array(repeating: 9, count: 64)
        #expect(unsafe dropblock_mask(options, &sizes, &mask, 64, nil) == bad)
        #expect(
          lastError()
            == "options->size is \(size), and byte \(place) is not 0; this library knows 120 bytes, "
            + "and all others must be 0")
        #expect(mask == Array(repeating: 9, count: 64))
        unsafe bytes.storeBytes(of: 0, toByteOffset: place, as: UInt8.self)
      }
    }
  }

  @Test func `what an older structure lacks is 0, and its memory ends where it says`() throws {
    // The last bytes before a page that nobody may read.
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let mapped = unsafe mmap(
      nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | Int32(MAP_ANONYMOUS), -1, 0)
    guard let pages = unsafe mapped else { return }
    defer { unsafe munmap(pages, 2 * page) }
    #expect(unsafe mprotect(pages.advanced(by: page), page, PROT_NONE) == 0)
    for size in [16, 80, 104, 120] {
      let start = unsafe pages + page - size
      let older = unsafe start.assumingMemoryBound(to: dropblock_options.self)
      var whole = Structures.options(blockSize: 5, dropProbability: 0.25)
      whole.size = size
      whole.sampler = 1
      whole.threads = 7
      whole.kernel = 2
      unsafe withUnsafeBytes(of: whole) { bytes in
        unsafe start.copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(pages), byteCount: size)
      }
      let copy = try unsafe Structures.copy(
        older, least: 16, onto: dropblock_options(), "options")
      #expect(copy.size == size && copy.drop_probability == 0.25)
      #expect(copy.gamma_factor == (size > 24 ? 1 : 0) && copy.block_size.2 == (size > 72 ? 5 : 0))
      #expect(copy.sampler == (size > 96 ? 1 : 0) && copy.threads == (size > 108 ? 7 : 0))
      #expect(copy.kernel == (size > 112 ? 2 : 0))
    }
  }

  @Test func `options are written as far as there is room`() {
    var memory = Array(repeating: UInt64(0xA5A5_A5A5_A5A5_A5A5), count: 20)
    let before = memory
    unsafe memory.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let options = unsafe start.assumingMemoryBound(to: dropblock_options.self)
      for size in wrongSizes(least: 120) {
        #expect(unsafe dropblock_init_options(options, size, 3, 0.5) == bad)
        #expect(lastError().hasPrefix("size is \(UInt(bitPattern: size)); multiples of 8 from 120"))
      }
      #expect(dropblock_init_options(nil, 120, 3, 0.5) == bad)
      #expect(lastError() == "options is a null pointer")
      let odd = unsafe UnsafeMutablePointer<dropblock_options>(bitPattern: 4097)
      #expect(unsafe dropblock_init_options(odd, 120, 3, 0.5) == bad)
      #expect(lastError() == "options is not aligned to 8 bytes")
    }
    #expect(memory == before)
    unsafe memory.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let options = unsafe start.assumingMemoryBound(to: dropblock_options.self)
      #expect(unsafe dropblock_init_options(options, 120, 3, 0.5) == 0)
      #expect(unsafe options.pointee.block_size.1 == 3 && options.pointee.gamma_factor == 1)
    }
    #expect(Array(memory[15...]) == Array(before[15...]))
  }
}
