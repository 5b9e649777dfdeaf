import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockFast

/// Values with NaN that signal, of either sign, infinities and zeros.
private func values<Element: DropBlockElement>(_ count: Int, _: Element.Type) -> [Element] {
  let signalling = Element(nearest: .infinity).bitPattern | 5
  let sign = Element(nearest: -0.0).bitPattern
  return (0..<count).map { index in
    switch index % 7 {
    case 0: Element(bitPattern: signalling)
    case 1: Element(bitPattern: signalling | sign)
    case 2: Element(nearest: -.infinity)
    case 3: Element(nearest: -0.0)
    default: Element(nearest: Double(index % 23) * 0.7 - 8)
    }
  }
}

private func drop<Element: DropBlockElement>(
  _ values: [Element], _ request: DropBlockRequest, _ engine: some DropOnlyEngine
) throws -> (output: [Element], kept: Kept) {
  var tensor = values
  var span = tensor.mutableSpan
  let kept = try engine.drop(inPlace: &span, request)
  return (tensor, kept)
}

private func check<Element: DropBlockElement>(_ type: Element.Type, _ number: Int) throws {
  let request = DropBlockRequest.tiny(number)
  let values = values(try request.shape.storageCount(), type)
  let oracle = try Oracle(request, gamma: request.fixedGamma)
  var wanted = values
  for (unit, offset) in Oracle.offsets(request.shape).enumerated() where oracle.mask[unit] {
    wanted[offset] = Element(bitPattern: 0)
  }
  for kernel in FastKernel.available {
    for (threads, batchBits) in [(1, nil), (3, 64), (2, 4_096)] as [(Int, Int?)] {
      let engine = FastEngine(
        threads: threads, kernel: kernel, growth: nil, batchBits: batchBits)
      let got = try drop(values, request, engine)
      #expect(got.output.hasBytes(of: wanted), "\(kernel.name), request \(number): \(request)")
      #expect(got.kept == Kept(counts: oracle.kept, scales: oracle.scales), "request \(number)")
    }
  }
}

@Suite struct DropOnlyTests {
  @Test func `dropped units are +0, and every other bit is as it was`() throws {
    for number in 0..<120 { try check(Float.self, number) }
    for number in 120..<150 { try check(Double.self, number) }
    for number in 150..<180 { try check(BFloat16.self, number) }
    #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
      for number in 180..<210 { try check(Float16.self, number) }
    #endif
  }

  @Test func `dropping and then multiplying what is kept is the forward call`() throws {
    for number in 300..<400 {
      let request = DropBlockRequest.tiny(number)
      let shape = request.shape
      let values = (0..<(try shape.storageCount())).map { Float($0 % 29) * 0.3 - 4 }
      for kernel in FastKernel.available {
        let engine = FastEngine(threads: 2, kernel: kernel)
        var (scaled, kept) = try drop(values, request, engine)
        let size = shape.unitCount / kept.scales.count
        let mask = try engine.stages(request).mask
        for (unit, offset) in Oracle.offsets(shape).enumerated() where !mask[unit] {
          scaled[offset] *= Float(kept.scales[unit / size])
        }
        var forward = values
        var span = forward.mutableSpan
        let report = try engine.forward(inPlace: &span, request)
        #expect(report == kept, "\(kernel.name), request \(number)")
        #expect(forward.hasBytes(of: scaled), "\(kernel.name), request \(number): \(request)")
      }
    }
  }

  @Test func `an identity drops nothing, whatever the values`() throws {
    for number in 0..<40 {
      var request = DropBlockRequest.tiny(number)
      request.mode = .inference
      let values = values(try request.shape.storageCount(), Float.self)
      let got = try drop(values, request, FastEngine())
      #expect(got.output.hasBytes(of: values), "request \(number)")
      #expect(got.kept.scales.allSatisfy { $0 == 1 })
    }
  }

  @Test func `a tensor of many blocks drops what the reference drops`() throws {
    for layout in [Shape.nchw(3, 70, 30, 31), .nhwc(3, 30, 31, 70), .nchw(1, 1, 301, 407)] {
      for scale in [ScaleRule.tensor, .sample, .map] {
        var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
        configuration.scale = scale
        let request = DropBlockRequest(configuration, shape: layout, key: 31)
        let values = values(layout.unitCount, Float.self)
        let wanted = try drop(values, request, ReferenceEngine())
        for kernel in FastKernel.available {
          let got = try drop(values, request, FastEngine(threads: 2, kernel: kernel))
          #expect(got.kept == wanted.kept, "\(kernel.name), \(layout), \(scale)")
          #expect(got.output.hasBytes(of: wanted.output), "\(kernel.name), \(layout), \(scale)")
        }
      }
    }
  }

  @Test func `nothing is written when the request is refused`() throws {
    let configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 1)
    var tensor: [Float] = [9, 9, 9]
    #expect(throws: DropBlockError.elementCount("tensor", given: 3, needed: 4)) {
      var span = tensor.mutableSpan
      _ = try FastEngine().drop(
        inPlace: &span, DropBlockRequest(configuration, shape: .ncw(1, 1, 4), key: 0))
    }
    #expect(tensor == [9, 9, 9])
    var nothing: [Float] = []
    var span = nothing.mutableSpan
    let kept = try FastEngine().drop(
      inPlace: &span, DropBlockRequest(configuration, shape: .ncw(0, 1, 4), key: 0))
    #expect(kept == Kept(counts: [0], scales: [1]))
  }
}
