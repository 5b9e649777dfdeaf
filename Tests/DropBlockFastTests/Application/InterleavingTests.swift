import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockFast

/// A layout of channels inside units, with gaps or without.
private func shape(_ channels: Int, gap: Int) -> Shape {
  // 77 units: a square of 64, and a rest.
  var shape = Shape(samples: 2, channels: channels, spatial: [7, 11], layout: .channelsLast)
  if gap > 0 {
    let step = channels + gap
    shape.layout = .strided([77 * step + 5, 1, 11 * step, step])
  }
  return shape
}

@Suite struct InterleavingTests {
  private static let rules: [ScaleRule] = [.tensor, .sample, .map, .fixed(1.25), .none]

  /// All passes over one request on every kernel, with one thread and with three.
  private func check<Element: DropBlockElement>(
    _ type: Element.Type, _ request: DropBlockRequest, batchBits: Int?
  ) throws {
    let reference = ReferenceEngine()
    let count = try request.shape.storageCount()
    let values = (0..<count).map { Element(nearest: Double($0 % 101) * 0.13 - 6) }
    let canary = Array(repeating: Element(nearest: 77), count: count)
    var (wanted, wantedInPlace, wantedDropped) = (canary, values, values)
    var report: Kept
    do {
      var span = wanted.mutableSpan
      report = try reference.forward(values.span, request, into: &span)
      var place = wantedInPlace.mutableSpan
      _ = try reference.forward(inPlace: &place, request)
      var dropped = wantedDropped.mutableSpan
      _ = try reference.drop(inPlace: &dropped, request)
    }
    for kernel in FastKernel.available {
      for threads in [1, 3] {
        let engine = FastEngine(
          threads: threads, kernel: kernel, growth: nil, batchBits: batchBits)
        var (output, inPlace, dropped) = (canary, values, values)
        var reports: Set<Kept> = []
        do {
          var span = output.mutableSpan
          reports.insert(try engine.forward(values.span, request, into: &span))
          var place = inPlace.mutableSpan
          reports.insert(try engine.forward(inPlace: &place, request))
          var drop = dropped.mutableSpan
          reports.insert(try engine.drop(inPlace: &drop, request))
        }
        let name = "\(kernel.name), \(threads) threads, \(request)"
        #expect(reports == [report], "\(name)")
        #expect(output.hasBytes(of: wanted), "\(name)")
        #expect(inPlace.hasBytes(of: wantedInPlace), "in place: \(name)")
        #expect(dropped.hasBytes(of: wantedDropped), "dropped: \(name)")
      }
    }
  }

  @Test(arguments: [1, 2, 63, 64, 65, 127, 130, 200])
  func `channels inside units get what the reference gives them`(channels: Int) throws {
    for (number, rule) in Self.rules.enumerated() {
      for gap in [0, 3] {
        var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.3)
        configuration.scale = rule
        configuration.seedGrid = number % 2 == 0 ? .valid : .whole(.lowerCentre)
        let request = DropBlockRequest(
          configuration, shape: shape(channels, gap: gap), key: UInt64(channels + number))
        // Batches of all channels, of 64 of them, and slabs of a few rows.
        for batchBits in [nil, 4_096, 64] {
          try check(Float.self, request, batchBits: batchBits)
        }
      }
    }
  }

  @Test func `so do channels of every element type`() throws {
    for (number, rule) in Self.rules.enumerated() {
      var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.3)
      configuration.scale = rule
      let request = DropBlockRequest(
        configuration, shape: shape(65, gap: number % 2), key: UInt64(number))
      try check(Double.self, request, batchBits: nil)
      try check(BFloat16.self, request, batchBits: nil)
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        try check(Float16.self, request, batchBits: 4_096)
      #endif
    }
  }
}
