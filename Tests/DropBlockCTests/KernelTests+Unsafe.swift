import CDropBlock
import DropBlockC
import DropBlockContract
import DropBlockFast
import Testing

private func lastError() -> String { unsafe String(cString: dropblock_last_error()) }

/// The text behind a pointer of C's, or nil.
private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe String(cString: pointer)
}

private func name(_ kernel: Int32) -> String? { unsafe text(dropblock_kernel_name(kernel)) }

private func unavailableReason(_ kernel: Int32) -> String? {
  unsafe text(dropblock_kernel_unavailable_reason(kernel))
}

@Suite struct KernelTests {
  /// Numbers are for good: a new kernel adds a line, and no line changes.
  private static let names: [Int32: String] = [1: "portable", 2: "avx2", 3: "avx512"]

  @Test func `a number belongs to its kernel for good`() {
    #expect(DROPBLOCK_KERNEL_DEFAULT == 0)
    #expect(DROPBLOCK_KERNEL_PORTABLE == 1)
    #expect(DROPBLOCK_KERNEL_AVX2 == 2)
    #expect(DROPBLOCK_KERNEL_AVX512 == 3)
    for (number, wanted) in Self.names { #expect(name(number) == wanted) }
    #expect(Set(FastKernel.all.map(\.name)) == Set(Self.names.values))
  }

  @Test func `kernels are listed as the engine lists them, the best first`() throws {
    let all = FastKernel.all
    #expect(Int(dropblock_kernel_count()) == all.count)
    for (index, kernel) in all.enumerated() {
      let number = dropblock_kernel_at(Int32(index))
      #expect(name(number) == kernel.name)
      #expect(unavailableReason(number) == kernel.unavailableReason)
    }
    for beyond in [Int32(all.count), -1, .min, .max] {
      #expect(dropblock_kernel_at(beyond) == Int32(DROPBLOCK_KERNEL_DEFAULT), "\(beyond)")
    }
    #expect(name(0) == (try FastKernel.preferred().name))
    #expect(unavailableReason(0) == nil)
    for beyond in [(Self.names.keys.max() ?? 0) + 1, -1, .min, .max] {
      #expect(name(beyond) == nil)
      #expect(unavailableReason(beyond)?.contains("no kernel of this number") == true, "\(beyond)")
    }
  }

  @Test func `every kernel that can be run gives the same bits, and the others are refused`() {
    var sizes = shape(2, 3, [20, 20])
    let input = (0..<2400).map { Float($0) - 1000 }
    var wanted: [Float]?
    for number in [0] + (0..<dropblock_kernel_count()).map(dropblock_kernel_at) {
      var options = dropblock_default_options(5, 0.2)
      options.kernel = number
      var output = Array(repeating: Float(7), count: 2400)
      let status = unsafe dropblock_forward(&options, &sizes, 2, input, &output, 2400, nil)
      if let reason = unavailableReason(number) {
        #expect(status == Int32(DROPBLOCK_REFUSED))
        #expect(lastError().contains(reason))
        #expect(output == Array(repeating: 7, count: 2400))
        continue
      }
      #expect(status == 0, "\(lastError())")
      #expect(wanted == nil || output == wanted, "kernel \(number)")
      wanted = output
    }
  }

  @Test func `a kernel beyond the list is a bad argument everywhere`() {
    var sizes = shape(1, 1, [8])
    var mask = Array(repeating: UInt8(9), count: 8)
    var threads: Int32 = -1
    for number in [(Self.names.keys.max() ?? 0) + 1, -1, .min, .max] {
      var options = dropblock_default_options(3, 0.2)
      options.kernel = number
      let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
      #expect(unsafe dropblock_mask(&options, &sizes, &mask, 8, nil) == bad)
      #expect(lastError() == "kernel is \(number); 0…3 are admissible")
      #expect(unsafe dropblock_thread_count(&options, &sizes, &threads) == bad)
      #expect(unsafe dropblock_describe(&options, nil, nil, 0) == 0)
    }
    #expect(threads == -1 && mask == Array(repeating: 9, count: 8))
  }

  @Test func `threads are those that the engine shares work out to`() throws {
    for asked in [Int32(0), 1, 2, 5] {
      var options = dropblock_default_options(3, 0.2)
      options.threads = asked
      for channels in [2, 64] {
        var sizes = shape(1, channels, [40, 40])
        var threads: Int32 = -1
        #expect(unsafe dropblock_thread_count(&options, &sizes, &threads) == 0)
        let wanted = try FastEngine(threads: asked == 0 ? nil : Int(asked)).threadCount(
          DropBlockRequest(
            DropBlockConfiguration(blockSize: 3, dropProbability: 0.2),
            shape: .nchw(1, channels, 40, 40), key: 0))
        #expect(Int(threads) == wanted, "\(asked) asked, \(channels) channels")
      }
    }
    var options = dropblock_default_options(3, 0.2)
    var sizes = shape(1, 1, [8])
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    var threads: Int32 = -1
    #expect(unsafe dropblock_thread_count(nil, &sizes, &threads) == bad)
    #expect(unsafe dropblock_thread_count(&options, nil, &threads) == bad)
    #expect(unsafe dropblock_thread_count(&options, &sizes, nil) == bad)
    #expect(lastError() == "count is a null pointer")
    let odd = unsafe UnsafeMutablePointer<Int32>(bitPattern: 4097)
    #expect(unsafe dropblock_thread_count(&options, &sizes, odd) == bad)
    #expect(lastError() == "count is not aligned to 4 bytes")
  }
}

@Suite struct DescriptionTests {
  /// The description, in a buffer of a given size; nil when it was refused.
  private func describe(
    _ options: inout dropblock_options, capacity: Int
  ) -> (length: Int, text: String, rest: ArraySlice<CChar>) {
    var buffer = Array(repeating: CChar(7), count: capacity + 4)
    let length = unsafe dropblock_describe(&options, nil, &buffer, capacity)
    let end = buffer.firstIndex(of: 0) ?? 0
    let bytes = buffer[..<end].map { UInt8(bitPattern: $0) }
    return (length, String(decoding: bytes, as: UTF8.self), buffer[capacity...])
  }

  @Test func `the description names version, kernels and threads`() throws {
    var options = dropblock_default_options(3, 0.2)
    options.kernel = Int32(DROPBLOCK_KERNEL_PORTABLE)
    options.threads = 3
    let (length, text, _) = describe(&options, capacity: 4096)
    #expect(length == text.utf8.count)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first == "dropblock 0.1.0" && text.hasSuffix("\n"))
    #expect(lines.contains { $0.hasPrefix("kernel: portable (") }, "\(text)")
    let available = FastKernel.available.map(\.name).joined(separator: ", ")
    #expect(lines.contains("kernels available: \(available)"), "\(text)")
    for kernel in FastKernel.all {
      let line = "not available: \(kernel.name): \(kernel.unavailableReason ?? "")"
      #expect(lines.contains(line) == (kernel.unavailableReason != nil), "\(text)")
    }
    #expect(lines.last == "threads: up to 3")
    options.kernel = 0
    options.threads = 0
    let preferred = describe(&options, capacity: 4096).text
    #expect(preferred.contains("kernel: \(try FastKernel.preferred().name) ("), "\(preferred)")
    #expect(preferred.contains("but 1 for tensors of fewer than 262144 units"), "\(preferred)")
  }

  @Test func `of a shape, it says how many threads that has`() {
    var options = dropblock_default_options(3, 0.2)
    options.threads = 7
    var sizes = shape(1, 2, [8])
    var buffer = Array(repeating: CChar(7), count: 4096)
    let length = unsafe dropblock_describe(&options, &sizes, &buffer, buffer.count)
    let bytes = buffer.prefix(length).map { UInt8(bitPattern: $0) }
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("threads: 2 for this shape\n"))
    #expect(unsafe dropblock_describe(nil, &sizes, nil, 0) > 0)
    #expect(dropblock_describe(nil, nil, nil, 0) > 0)
  }

  @Test func `a short buffer holds a beginning, and the length is that of the whole`() {
    var options = dropblock_default_options(3, 0.2)
    let (length, whole, _) = describe(&options, capacity: 4096)
    for capacity in [1, 2, 10, length, length + 1] {
      let (needed, text, rest) = describe(&options, capacity: capacity)
      #expect(needed == length)
      #expect(text == String(whole.prefix(capacity - 1)), "capacity \(capacity)")
      #expect(rest.allSatisfy { $0 == 7 }, "capacity \(capacity)")
    }
  }

  @Test func `wrong arguments give 0 and a sentence`() {
    var options = dropblock_default_options(3, 0.2)
    var sizes = shape(1, 1, [8])
    #expect(unsafe dropblock_describe(&options, nil, nil, 10) == 0)
    #expect(lastError() == "text is a null pointer")
    sizes.rank = 4
    #expect(unsafe dropblock_describe(&options, &sizes, nil, 0) == 0)
    #expect(lastError().contains("4 spatial axes"))
    let odd = UInt(bitPattern: 4097)
    let oddOptions = unsafe UnsafePointer<dropblock_options>(bitPattern: odd)
    let oddShape = unsafe UnsafePointer<dropblock_shape>(bitPattern: odd)
    #expect(unsafe dropblock_describe(oddOptions, nil, nil, 0) == 0)
    #expect(lastError() == "options is not aligned to 8 bytes")
    #expect(unsafe dropblock_describe(nil, oddShape, nil, 0) == 0)
    #expect(lastError() == "shape is not aligned to 8 bytes")
  }
}
