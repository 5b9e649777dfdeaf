import DropBlockContract
import DropBlockReference
import DropBlockGenerators
import Testing

@testable import DropBlockFast
@testable import DropBlockVerification

/// The requests of the suite, with every option, layout, and place in a batch.
private func drawRequest(_ draw: inout Draw) throws -> DropBlockRequest {
  var space = RequestSpace(
    .everything(named: "fast", version: "0"), unitLimit: 3_000)
  space.layouts = LayoutName.allCases
  var request = try space.draw(&draw)
  request.firstSample = Int(try draw.integer(in: 0...9_000, towards: 0))
  if try draw.index(below: 16) == 15 { request.mode = .inference }
  if try draw.index(below: 24) == 23 {
    // Channels are turned over 64 at a time.
    request.shape.channels = Int(try draw.integer(in: 61...132, towards: 64))
    request.shape.samples = min(request.shape.samples, 2)
    request.shape.spatial = request.shape.spatial.map { min($0, 9) }
    if case .strided = request.shape.layout { request.shape.layout = .channelsLast }
  }
  return request
}

/// An engine with any kernel of this machine, thread count and size of the batches masks are made in.
private func drawEngine(_ draw: inout Draw) throws -> FastEngine {
  let kernels = FastKernel.available.reversed().map(\.name)
  let kernel = try FastKernel.named(kernels[try draw.index(below: kernels.count)])
  let threads = Int(try draw.integer(in: 1...4, towards: 1))
  let batchBits = [nil, 4_096, 64][try draw.index(below: 3)]
  return FastEngine(threads: threads, kernel: kernel, growth: nil, batchBits: batchBits)
}

extension FastEngine {
  /// What a failure has to say of an engine.
  fileprivate var label: String {
    "\(kernel?.name ?? "?"), \(threads ?? 0) threads, \(batchBits ?? 0) bits at a time"
  }
}

/// The first difference of two arrays, NaN being one value: a NaN's payload is no part of the
/// specification of a product.
private func difference<Element: DropBlockElement>(
  _ expected: [Element], _ got: [Element], isBitwise: Bool
) -> String? {
  let index = expected.indices.first {
    expected[$0].bitPattern != got[$0].bitPattern
      && (isBitwise || !(expected[$0].doubleValue.isNaN && got[$0].doubleValue.isNaN))
  }
  return index.map { "element \($0): expected \(expected[$0]), got \(got[$0])" }
}

/// The ways of running an engine.
private enum Pass: CaseIterable {
  case forward, forwardInPlace, backward, backwardInPlace, drop

  func run<Element: DropBlockElement>(
    _ engine: some DropOnlyEngine, _ request: DropBlockRequest, _ input: [Element]
  ) throws -> (output: [Element], kept: Kept) {
    let canary = Element(nearest: 77)
    let isInPlace = self != .forward && self != .backward
    var output = isInPlace ? input : Array(repeating: canary, count: input.count)
    let kept: Kept
    do {
      var span = output.mutableSpan
      switch self {
      case .forward: kept = try engine.forward(input.span, request, into: &span)
      case .forwardInPlace: kept = try engine.forward(inPlace: &span, request)
      case .backward: kept = try engine.backward(input.span, request, into: &span)
      case .backwardInPlace: kept = try engine.backward(inPlace: &span, request)
      case .drop: kept = try engine.drop(inPlace: &span, request)
      }
    }
    return (output, kept)
  }
}

private func fails(_ site: String, _ request: DropBlockRequest, _ what: String) -> PropertyOutcome {
  .fails(PropertyFailure(site: site, kind: "differs", message: "\(request)\n\(what)"))
}

private func judge<Element: DropBlockElement>(
  _ type: Element.Type, _ draw: inout Draw
) throws -> PropertyOutcome {
  let request = try drawRequest(&draw)
  let fast = try drawEngine(&draw)
  let pass = Pass.allCases[try draw.index(below: Pass.allCases.count)]
  let count = try request.shape.storageCount()
  let tensor = try draw.tensor(count: count, as: Element.elementType, .any)
  let input = (0..<count).map {
    Element(bitPattern: Element.BitPattern(truncatingIfNeeded: tensor.bitPattern(at: $0)))
  }
  let (expected, kept) = try pass.run(ReferenceEngine(), request, input)
  let (got, keptFast) = try pass.run(fast, request, input)
  if kept != keptFast { return fails("kept", request, "expected \(kept)\ngot \(keptFast)") }
  let isIdentity = try ReferenceEngine().stages(request).gamma == 0
  if let text = difference(expected, got, isBitwise: isIdentity || pass == .drop) {
    return fails("output", request, "\(pass), \(fast.label), \(tensor.elementType)\n\(text)")
  }
  return .holds
}

@Suite struct FastEngineDifferentialTests {
  private func check(
    _ name: String, cases: Int, _ property: (inout Draw) throws -> PropertyOutcome
  ) throws {
    let report = try PropertyCheck(name: name, key: 1, cases: cases).run(property)
    #expect(report.holds, "\(report)")
  }

  @Test func `every stage equals the reference's`() throws {
    try check("fast stages", cases: 3_000) { draw in
      let request = try drawRequest(&draw)
      let fast = try drawEngine(&draw)
      var expected = try ReferenceEngine().stages(request)
      var got = try fast.stages(request)
      // How many words an engine draws is its own affair, but for an identity.
      if expected.gamma != 0 { (expected.randomWords, got.randomWords) = (0, 0) }
      if expected == got { return .holds }
      let pairs: [(String, String, String)] = [
        ("gamma", "\(expected.gamma)", "\(got.gamma)"),
        ("seed grid", "\(expected.seedGrid)", "\(got.seedGrid)"),
        ("seeds", "\(expected.seeds)", "\(got.seeds)"),
        ("mask", "\(expected.mask)", "\(got.mask)"),
        ("kept counts", "\(expected.keptCounts)", "\(got.keptCounts)"),
        ("scales", "\(expected.scales)", "\(got.scales)"),
        ("random words", "\(expected.randomWords)", "\(got.randomWords)"),
      ]
      let first = pairs.first { $0.1 != $0.2 } ?? ("?", "", "")
      return fails(first.0, request, "\(fast.label)\nexpected \(first.1)\ngot \(first.2)")
    }
  }

  @Test func `a calibrated gamma for p = 1 equals the reference's`() throws {
    var configuration = DropBlockConfiguration(blockSize: 4, dropProbability: 1)
    configuration.seedGrid = .whole(.lowerCentre)
    configuration.gammaRule = .calibrated
    for side in 2...9 {
      let request = DropBlockRequest(configuration, shape: .nchw(1, 1, side, side), key: 0)
      let expected = try ReferenceEngine().stages(request).gamma
      let got = try FastEngine().stages(request).gamma
      #expect(expected == got, "map \(side)×\(side)")
    }
  }

  @Test func `every output bit equals the reference's, Float`() throws {
    try check("fast Float", cases: 2_000) { try judge(Float.self, &$0) }
  }

  @Test func `every output bit equals the reference's, Double`() throws {
    try check("fast Double", cases: 1_000) { try judge(Double.self, &$0) }
  }

  @Test func `every output bit equals the reference's, BFloat16`() throws {
    try check("fast BFloat16", cases: 700) { try judge(BFloat16.self, &$0) }
  }

  @Test func `every output bit equals the reference's, Float16`() throws {
    try check("fast Float16", cases: 700) { try judge(Float16.self, &$0) }
  }

  @Test func `what one refuses the other refuses with the same error`() throws {
    try check("fast refusals", cases: 500) { draw in
      var request = try drawRequest(&draw)
      switch try draw.index(below: 8) {
      case 0: request.configuration.dropProbability = .nan
      case 1: request.configuration.blockSize = 0
      case 2: request.shape.spatial += [2, 2, 2]
      case 3: request.shape.samples = -1
      case 4: request.firstSample = .max
      case 5: request.configuration.scale = .fixed(-.infinity)
      case 6: request.shape.layout = .strided(Array(repeating: 0, count: request.shape.rank + 2))
      default: request.configuration.gammaFactor = .infinity
      }
      func error(_ engine: some DropBlockEngine) -> String {
        do {
          _ = try engine.stages(request)
          return "none"
        } catch { return "\(error)" }
      }
      let (expected, got) = (error(ReferenceEngine()), error(FastEngine()))
      return expected == got && expected != "none"
        ? .holds : fails("error", request, "expected \(expected)\ngot \(got)")
    }
  }
}
