import CDropBlock
import DropBlockC
import DropBlockContract
import DropBlockFast
import Foundation
import Testing

/// A shape of C's, channels first unless told otherwise.
func shape(_ samples: Int, _ channels: Int, _ spatial: [Int]) -> dropblock_shape {
  unsafe dropblock_default_shape(
    Int64(samples), Int64(channels), Int32(spatial.count), spatial.map(Int64.init))
}

private func lastError() -> String { unsafe String(cString: dropblock_last_error()) }

@Suite struct InterfaceTests {
  @Test func `defaults are the paper's`() {
    let options = dropblock_default_options(7, 0.1)
    #expect(options.block_size.0 == 7 && options.block_size.2 == 7)
    #expect(options.drop_probability == 0.1 && options.gamma_factor == 1)
    #expect(options.seed_grid == 0 && options.gamma_rule == 0 && options.scale_rule == 0)
    #expect(unsafe String(cString: dropblock_version()) == "0.1.0")
  }

  @Test func `keys of layers are those of Swift and Python`() {
    #expect(dropblock_key(0, 0, 0, 0) == 0x1957a7604e215178)
    #expect(dropblock_key(1, 0, 0, 0) == 0x78a47d4efd43017)
    #expect(dropblock_key(0, 1, 0, 0) == 0x151211f5da742fb7)
    #expect(dropblock_key(0, 0, 1, 0) == 0xf2f106625eafbb53)
    #expect(dropblock_key(0, 0, 0, 1) == 0x6c582f0bbd7d5bd4)
    #expect(dropblock_key(42, 1000, 3, 7) == 0xeb7980b9e9edfe0d)
    #expect(
      dropblock_key(
        18446744073709551615, 18446744073709551615, 18446744073709551615, 18446744073709551615)
        == 0x86faa9bae612471a)
  }

  @Test func `every option reaches the engine`() throws {
    var cases: [(DropBlockConfiguration, dropblock_options)] = []
    func add(
      _ swift: (inout DropBlockConfiguration) -> Void, _ c: (inout dropblock_options) -> Void
    ) {
      var configuration = DropBlockConfiguration(blockSize: [2, 3], dropProbability: 0.3)
      var options = dropblock_default_options(2, 0.3)
      options.block_size.1 = 3
      swift(&configuration)
      c(&options)
      cases.append((configuration, options))
    }
    let grids: [SeedGrid] = [
      .valid, .whole(.lowerCentre), .whole(.upperCentre), .whole(.corner),
    ]
    for (index, grid) in grids.enumerated() {
      add({ $0.seedGrid = grid }, { $0.seed_grid = Int32(index) })
    }
    for (index, rule) in [GammaRule.paper, .blockVolume, .calibrated, .fixed(0.25)].enumerated() {
      add(
        { $0.gammaRule = rule },
        {
          $0.gamma_rule = Int32(index)
          $0.gamma = 0.25
        })
    }
    for sharing in 0..<4 {
      add(
        { $0.sharing = MaskSharing(rawValue: UInt8(sharing)) }, { $0.sharing = Int32(sharing) })
    }
    let scales: [ScaleRule] = [.tensor, .sample, .map, .fixed(3), .none]
    for (index, scale) in scales.enumerated() {
      add(
        { $0.scale = scale },
        {
          $0.scale_rule = Int32(index)
          $0.fixed_scale = 3
        })
    }
    add({ $0.sampler = .bernoulli }, { $0.sampler = Int32(DROPBLOCK_BERNOULLI) })
    add({ $0.gammaFactor = 0.5 }, { $0.gamma_factor = 0.5 })

    let needed = 2 * 3 * 30
    let input = (0..<needed).map { Float($0) - 20 }
    for (configuration, options) in cases {
      for layout in [Layout.channelsFirst, .channelsLast, .strided([1, 2, 36, 6])] {
        var options = options
        options.key = 99
        options.first_sample = 3
        var sizes = shape(2, 3, [5, 6])
        switch layout {
        case .channelsFirst: break
        case .channelsLast: sizes.layout = Int32(DROPBLOCK_CHANNELS_LAST)
        case .strided:
          sizes.layout = Int32(DROPBLOCK_STRIDED)
          sizes.strides = (1, 2, 36, 6, 0)
        }
        let request = DropBlockRequest(
          configuration,
          shape: Shape(samples: 2, channels: 3, spatial: [5, 6], layout: layout), key: 99,
          firstSample: 3)
        var wanted = Array(repeating: Float(7), count: needed)
        var span = wanted.mutableSpan
        let report = try FastEngine().forward(input.span, request, into: &span)

        var output = Array(repeating: Float(7), count: needed)
        var counts = Array(repeating: Int64(-1), count: report.counts.count)
        var scales = Array(repeating: -1.0, count: report.counts.count)
        let status = unsafe counts.withUnsafeMutableBufferPointer { counts in
          unsafe scales.withUnsafeMutableBufferPointer { scales in
            var kept = unsafe dropblock_default_kept(
              counts.baseAddress, scales.baseAddress, counts.count)
            return unsafe dropblock_forward(
              &options, &sizes, Int32(DROPBLOCK_FLOAT32), input, &output, needed, &kept)
          }
        }
        #expect(status == Int32(DROPBLOCK_OK), "\(lastError())")
        #expect(output.map(\.bitPattern) == wanted.map(\.bitPattern), "\(request)")
        #expect(counts == report.counts.map(Int64.init) && scales == report.scales, "\(request)")
      }
    }
  }

  @Test func `the mask is that of the stages`() throws {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(2, 2, [4, 5, 6])
    sizes.layout = Int32(DROPBLOCK_CHANNELS_LAST)
    let stages = try FastEngine().stages(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 3, dropProbability: 0.3),
        shape: .ndhwc(2, 4, 5, 6, 2), key: 0))
    var mask = Array(repeating: UInt8(9), count: 481)
    #expect(unsafe dropblock_mask(&options, &sizes, &mask, 480, nil) == 0)
    #expect(mask == stages.mask.map { $0 ? 1 : 0 } + [9])
  }

  @Test func `all four formats, forward and backward, in place and not`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, 2, [33])
    for (dtype, width) in [
      (DROPBLOCK_FLOAT16, 2), (DROPBLOCK_BFLOAT16, 2), (DROPBLOCK_FLOAT32, 4),
      (DROPBLOCK_FLOAT64, 8),
    ] {
      let input = Array(repeating: UInt64(0x3F00_3F00_3F00_3F00), count: 66 * width / 8 + 1)
      var output = input
      var place = input
      let there = unsafe dropblock_forward(
        &options, &sizes, Int32(dtype), input, &output, 66, nil)
      let inPlace = unsafe place.withUnsafeMutableBytes { bytes in
        unsafe dropblock_backward(
          &options, &sizes, Int32(dtype), bytes.baseAddress, bytes.baseAddress, 66, nil)
      }
      #expect(there == 0 && inPlace == 0, "\(dtype): \(lastError())")
      #expect(output == place && output != input, "\(dtype)")
    }
  }

  @Test func `bad arguments are named, and nothing is written`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, 1, [8])
    let input = Array(repeating: Float(1), count: 9)
    var output = Array(repeating: Float(7), count: 9)
    let float = Int32(DROPBLOCK_FLOAT32)

    func failing(
      _ text: String, _ status: Int32,
      _ change: (inout dropblock_options, inout dropblock_shape) -> Void,
      dtype: Int32 = 2, count: Int = 8
    ) {
      var (options, sizes) = (options, sizes)
      change(&options, &sizes)
      let got = unsafe dropblock_forward(&options, &sizes, dtype, input, &output, count, nil)
      #expect(got == status, "\(text)")
      #expect(lastError().contains(text), "\(lastError())")
    }
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    let refused = Int32(DROPBLOCK_REFUSED)
    failing("seed_grid is 4", bad, { options, _ in options.seed_grid = 4 })
    failing("gamma_rule is -1", bad, { options, _ in options.gamma_rule = -1 })
    failing("sharing is 4", bad, { options, _ in options.sharing = 4 })
    failing("scale_rule is 5", bad, { options, _ in options.scale_rule = 5 })
    failing("sampler is 2", bad, { options, _ in options.sampler = 2 })
    failing("layout is 3", bad, { _, sizes in sizes.layout = 3 })
    failing("dtype is 4", bad, { _, _ in }, dtype: 4)
    failing(
      "address space", refused,
      { _, sizes in
        sizes.layout = 2
        sizes.strides = (1, 1, .max, 0, 0)
      })
    failing("elements exceed", bad, { _, _ in }, count: -1)
    failing("elements", refused, { _, _ in }, count: 9)
    failing("spatial axes", refused, { _, sizes in sizes.rank = .max }, count: 8)
    failing("too many", refused, { _, sizes in sizes.samples = .max })
    failing("samples", refused, { _, sizes in sizes.samples = .min })
    failing("block size", refused, { options, _ in options.block_size.0 = 0 })
    failing("first sample", refused, { options, _ in options.first_sample = -1 })
    failing("nan", refused, { options, _ in options.gamma_factor = .nan })

    #expect(unsafe dropblock_forward(nil, &sizes, float, input, &output, 8, nil) == bad)
    #expect(lastError() == "options is a null pointer")
    #expect(unsafe dropblock_forward(&options, nil, float, input, &output, 8, nil) == bad)
    #expect(unsafe dropblock_backward(&options, &sizes, float, nil, &output, 8, nil) == bad)
    #expect(lastError() == "input is a null pointer")
    #expect(unsafe dropblock_backward(&options, &sizes, float, input, nil, 8, nil) == bad)
    #expect(unsafe dropblock_mask(&options, &sizes, nil, 8, nil) == bad)
    #expect(unsafe dropblock_mask(&options, &sizes, nil, 7, nil) == refused)
    #expect(output == Array(repeating: 7, count: 9))
  }

  @Test func `threads are 0 or more, and a great many are 256`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, 1000, [8])
    var mask = Array(repeating: UInt8(7), count: 8000)
    var threads = Int32(-7)
    for negative in [Int32(-1), .min] {
      options.threads = negative
      let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
      #expect(unsafe dropblock_mask(&options, &sizes, &mask, 8000, nil) == bad)
      #expect(lastError() == "threads is \(negative); 0…256 are admissible, more count as 256")
      #expect(unsafe dropblock_thread_count(&options, &sizes, &threads) == bad)
      #expect(unsafe dropblock_describe(&options, nil, nil, 0) == 0)
    }
    #expect(threads == -7 && mask.allSatisfy { $0 == 7 })
    options.threads = .max
    #expect(unsafe dropblock_thread_count(&options, &sizes, &threads) == 0 && threads == 256)
  }

  @Test func `report arrays share no byte with each other, nor with a buffer`() {
    var options = dropblock_default_options(3, 0.3)
    options.scale_rule = Int32(DROPBLOCK_SCALE_MAP)
    var sizes = shape(1, 4, [8])
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    let before = (0..<128).map(Double.init)
    var memory = before
    unsafe memory.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      // Input and output at 0 and 256, of 32 elements of 8 bytes; the report has 4 scopes.
      func forward(counts: Int?, scales: Int?) -> Int32 {
        var kept = unsafe dropblock_default_kept(
          counts.map { unsafe (start + $0).assumingMemoryBound(to: Int64.self) },
          scales.map { unsafe (start + $0).assumingMemoryBound(to: Double.self) }, 4)
        return unsafe dropblock_forward(
          &options, &sizes, Int32(DROPBLOCK_FLOAT64), start, start + 256, 32, &kept)
      }
      for (counts, scales, first, second) in [
        (512, 512, "kept->counts", "kept->scales"), (512, 536, "kept->counts", "kept->scales"),
        (536, 512, "kept->counts", "kept->scales"), (0, 512, "kept->counts", "input"),
        (248, 512, "kept->counts", "input"), (512, 232, "kept->scales", "input"),
        (512, 256, "kept->scales", "output"), (504, 600, "kept->counts", "output"),
      ] {
        #expect(forward(counts: counts, scales: scales) == bad, "\(counts) \(scales)")
        #expect(lastError() == "\(first) overlaps \(second)", "\(counts) \(scales)")
      }
      #expect(forward(counts: 504, scales: nil) == bad)
      #expect(forward(counts: nil, scales: 8) == bad)
    }
    #expect(memory == before)
    unsafe memory.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      var kept = unsafe dropblock_default_kept(
        (start + 512).assumingMemoryBound(to: Int64.self),
        (start + 544).assumingMemoryBound(to: Double.self), 4)
      let float = Int32(DROPBLOCK_FLOAT64)
      // Side by side is no overlap; a capacity beyond the scopes takes no room.
      #expect(unsafe dropblock_forward(&options, &sizes, float, start, start + 256, 32, &kept) == 0)
      unsafe kept.capacity = 1000
      #expect(unsafe dropblock_drop(&options, &sizes, float, start + 256, 32, &kept) == 0)
      let mask = unsafe (start + 536).assumingMemoryBound(to: UInt8.self)
      #expect(unsafe dropblock_mask(&options, &sizes, mask, 32, &kept) == bad)
      #expect(lastError() == "kept->counts overlaps mask")
      #expect(unsafe dropblock_drop(&options, &sizes, float, start + 304, 32, &kept) == bad)
      #expect(lastError() == "kept->counts overlaps tensor")
      unsafe kept.scales = (start + 536).assumingMemoryBound(to: Double.self)
      #expect(unsafe dropblock_kept_count(&options, &sizes, &kept) == bad)
    }
  }

  @Test func `overlapping and misaligned buffers are refused`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, 1, [8])
    var memory = Array(repeating: Float(1), count: 20)
    let float = Int32(DROPBLOCK_FLOAT32)
    unsafe memory.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      #expect(unsafe dropblock_forward(&options, &sizes, float, start, start + 4, 8, nil) == 1)
      #expect(lastError().contains("overlap"))
      #expect(unsafe dropblock_forward(&options, &sizes, float, start + 4, start, 8, nil) == 1)
      #expect(unsafe dropblock_forward(&options, &sizes, float, start, start + 34, 8, nil) == 1)
      #expect(lastError().contains("aligned"))
      #expect(unsafe dropblock_forward(&options, &sizes, float, start, start + 32, 8, nil) == 0)
      sizes.samples = 0
      #expect(unsafe dropblock_forward(&options, &sizes, float, start + 1, start + 1, 0, nil) == 1)
      #expect(unsafe dropblock_forward(&options, &sizes, float, start + 2, start + 32, 0, nil) == 1)
      #expect(unsafe dropblock_drop(&options, &sizes, float, start + 2, 0, nil) == 1)
      #expect(lastError().contains("aligned"))
      #expect(unsafe dropblock_forward(&options, &sizes, float, nil, nil, 0, nil) == 0)
    }
  }

  @Test func `misaligned structures and report arrays are refused`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, 1, [8])
    var mask = Array(repeating: UInt8(7), count: 8)
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    // The addresses are never read: the refusal comes first.
    let odd = UInt(bitPattern: 4097)
    let oddOptions = unsafe UnsafePointer<dropblock_options>(bitPattern: odd)
    let oddShape = unsafe UnsafePointer<dropblock_shape>(bitPattern: odd)
    let oddKept = unsafe UnsafeMutablePointer<dropblock_kept>(bitPattern: odd)
    #expect(unsafe dropblock_mask(oddOptions, &sizes, &mask, 8, nil) == bad)
    #expect(lastError() == "options is not aligned to 8 bytes")
    #expect(unsafe dropblock_mask(&options, oddShape, &mask, 8, nil) == bad)
    #expect(lastError() == "shape is not aligned to 8 bytes")
    #expect(unsafe dropblock_mask(&options, &sizes, &mask, 8, oddKept) == bad)
    #expect(lastError() == "kept is not aligned to 8 bytes")
    var kept = unsafe dropblock_default_kept(UnsafeMutablePointer(bitPattern: odd), nil, 1)
    #expect(unsafe dropblock_mask(&options, &sizes, &mask, 8, &kept) == bad)
    #expect(lastError() == "kept->counts is not aligned to 8 bytes")
    unsafe kept = dropblock_default_kept(nil, UnsafeMutablePointer(bitPattern: odd), 1)
    #expect(unsafe dropblock_mask(&options, &sizes, &mask, 8, &kept) == bad)
    #expect(lastError() == "kept->scales is not aligned to 8 bytes")
    #expect(mask == Array(repeating: 7, count: 8))
  }

  @Test func `room beyond Int is room, and buffers beyond Int are refused`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, 1, [8])
    var mask = Array(repeating: UInt8(7), count: 8)
    var counts = [Int64(-1)]
    // A size_t above Int.max arrives as a negative number.
    let status = unsafe counts.withUnsafeMutableBufferPointer { counts in
      var kept = unsafe dropblock_default_kept(counts.baseAddress, nil, -1)
      return unsafe dropblock_mask(&options, &sizes, &mask, -1, &kept)
    }
    #expect(status == 0, "\(lastError())")
    #expect(Int(counts[0]) == mask.count { $0 == 0 })
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    let source = Array(repeating: Float(1), count: 8)
    var memory = Array(repeating: Float(1), count: 8)
    for count in [-1, .max, Int.max / 4 + 1] {
      #expect(unsafe dropblock_forward(&options, &sizes, 2, source, &memory, count, nil) == bad)
      #expect(lastError().contains("elements exceed the address space"), "\(count)")
    }
  }

  @Test func `a report without room is refused before anything is written`() {
    var options = dropblock_default_options(3, 0.3)
    options.scale_rule = Int32(DROPBLOCK_SCALE_MAP)
    var sizes = shape(1, 3, [8])
    let input = Array(repeating: Float(1), count: 24)
    var output = Array(repeating: Float(7), count: 24)
    var counts = Array(repeating: Int64(-1), count: 2)
    let status = unsafe counts.withUnsafeMutableBufferPointer { counts in
      var kept = unsafe dropblock_default_kept(counts.baseAddress, nil, 2)
      return unsafe dropblock_forward(&options, &sizes, 2, input, &output, 24, &kept)
    }
    #expect(status == Int32(DROPBLOCK_REFUSED))
    #expect(lastError().contains("kept holds 2"))
    #expect(counts == [-1, -1] && output == Array(repeating: 7, count: 24))
  }

  @Test func `an empty tensor needs no memory`() {
    var options = dropblock_default_options(3, 0.3)
    var sizes = shape(1, .max / 16, [0])
    #expect(unsafe dropblock_forward(&options, &sizes, 2, nil, nil, 0, nil) == 0)
    #expect(unsafe dropblock_mask(&options, &sizes, nil, 0, nil) == 0)
  }

  @Test func `the last error is a thread's own`() async {
    var options = dropblock_default_options(0, 0.3)
    var sizes = shape(1, 1, [8])
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        #expect(lastError() == "")
        var wrong = dropblock_default_options(3, 2)
        var sizes = shape(1, 1, [8])
        #expect(unsafe dropblock_mask(&wrong, &sizes, nil, 8, nil) != 0)
        #expect(lastError().contains("drop probability 2.0"))
        done.resume()
      }
    }
    #expect(unsafe dropblock_mask(&options, &sizes, nil, 8, nil) != 0)
    #expect(lastError().contains("block size"))
  }
}
