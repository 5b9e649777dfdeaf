import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockFast

/// Tensors beyond the sizes at which something else is done: threads, slabs, streaming stores.
@Suite struct FastEngineLargeTests {
  /// Compares every kernel with the reference, bit by bit; no value is NaN.
  private func check<Element: DropBlockElement>(
    _ tile: [Element], _ request: DropBlockRequest, inPlace: Bool
  ) throws {
    let count = request.shape.unitCount
    var values: [Element] = []
    values.reserveCapacity(count + tile.count)
    while values.count < count { values += tile }
    values.removeLast(values.count - count)
    var wanted = values
    var report: Kept
    do {
      var span = wanted.mutableSpan
      report = try ReferenceEngine().forward(inPlace: &span, request)
    }
    for kernel in FastKernel.available {
      let engine = FastEngine(kernel: kernel)
      var output = inPlace ? values : Array(repeating: Element(nearest: 77), count: count)
      var kept: Kept
      do {
        var span = output.mutableSpan
        kept =
          try inPlace
          ? engine.forward(inPlace: &span, request)
          : engine.forward(values.span, request, into: &span)
      }
      #expect(kept == report, "\(kernel.name), in place: \(inPlace), \(request)")
      #expect(output.hasBytes(of: wanted), "\(kernel.name), in place: \(inPlace), \(request)")
    }
  }

  private let numbers = (0..<997).map { Double($0) * 0.017 - 8 }

  @Test func `tensors of more than 2¹⁶ units are those of the reference`() throws {
    var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
    for (number, shape) in [
      Shape.nchw(5, 17, 29, 31), .nhwc(2, 29, 31, 70), .nchw(1, 1, 701, 307), .ncw(1, 3, 70_001),
      .ncdhw(2, 3, 9, 40, 41), .nhwc(1, 1, 400, 200),
    ].enumerated() {
      configuration.sampler = Sampler.allCases[number % 2]
      configuration.scale = [.tensor, .map, .sample][number % 3]
      let request = DropBlockRequest(configuration, shape: shape, key: UInt64(number))
      for inPlace in [false, true] {
        try check(numbers.map { Float($0) }, request, inPlace: inPlace)
        try check(numbers.map { BFloat16(nearest: $0) }, request, inPlace: inPlace)
      }
      try check(numbers, request, inPlace: number % 2 == 0)
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        try check(numbers.map { Float16($0) }, request, inPlace: number % 2 == 1)
      #endif
    }
  }

  @Test func `an output that is streamed is that of the reference`() throws {
    let configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
    // Just above the size at which stores pass the caches by; maps do not end with a line.
    let units = TensorMemory.streamingBytes / 4
    let shape = Shape.nchw(1, units / (55 * 57) + 1, 55, 57)
    let request = DropBlockRequest(configuration, shape: shape, key: 3)
    try check(numbers.map { Float($0) }, request, inPlace: false)
  }
}
