import CDropBlock
import DropBlockContract
import DropBlockFast

/// Which of the engine's two functions a call asks for.
enum Direction {
  case forward
  case backward
}

/// One call across the border: pointers are checked here, before anything is made of them.
@safe
struct Call {
  let options: UnsafePointer<dropblock_options>?
  let shape: UnsafePointer<dropblock_shape>?
  let kept: UnsafeMutablePointer<dropblock_kept>?

  /// The request, and the engine with the asked thread count.
  private func prepare() throws(CallFailure) -> (DropBlockRequest, FastEngine) {
    try unsafe checkAlignment(options, "options")
    try unsafe checkAlignment(shape, "shape")
    try unsafe checkAlignment(UnsafePointer(kept), "kept")
    try unsafe checkAlignment(UnsafePointer(kept?.pointee.counts), "kept->counts")
    try unsafe checkAlignment(UnsafePointer(kept?.pointee.scales), "kept->scales")
    guard let options = unsafe options else { throw .badArgument("options is a null pointer") }
    guard let shape = unsafe shape else { throw .badArgument("shape is a null pointer") }
    let request = try unsafe DropBlockRequest(options.pointee, shape.pointee)
    let threads = unsafe Int(options.pointee.threads)
    try refusing { () throws(DropBlockError) in try request.validate() }
    try checkCapacity(request)
    return (request, FastEngine(threads: threads == 0 ? nil : threads))
  }

  /// Computes a forward or backward pass between two buffers.
  func run(
    _ direction: Direction, dtype: Int32, from input: UnsafeRawPointer?,
    to output: UnsafeMutableRawPointer?, count: Int
  ) throws(CallFailure) {
    let (request, engine) = try prepare()
    let type = try DropBlockRequest.one(
      [ElementType.float16, .bfloat16, .float32, .float64], dtype, "dtype")
    let buffers = unsafe Buffers(
      input: input, output: output, count: count, width: type.byteCount)
    try buffers.check()
    let report: Kept
    switch type {
    case .float16:
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        report = try buffers.apply(Float16.self, engine, direction, request)
      #else
        throw .badArgument("float16 is not available on this platform")
      #endif
    case .bfloat16:
      report = try buffers.apply(BFloat16.self, engine, direction, request)
    case .float32: report = try buffers.apply(Float.self, engine, direction, request)
    case .float64: report = try buffers.apply(Double.self, engine, direction, request)
    }
    write(report)
  }

  /// Writes the mask, one byte per unit.
  func mask(into mask: UnsafeMutablePointer<UInt8>?, count: Int) throws(CallFailure) {
    let (request, engine) = try prepare()
    let needed = request.shape.unitCount
    // A size_t beyond Int arrives as a negative number; it is room enough.
    let count = Int(clamping: UInt(bitPattern: count))
    guard count >= needed else {
      throw .refused(.elementCount("mask", given: count, needed: needed))
    }
    let stages = try refusing { () throws(DropBlockError) in try engine.stages(request) }
    if needed > 0 {
      guard let mask = unsafe mask else { throw .badArgument("mask is a null pointer") }
      for unit in 0..<needed { unsafe mask[unit] = stages.mask[unit] ? 1 : 0 }
    }
    write(Kept(counts: stages.keptCounts, scales: stages.scales))
  }

  /// What a pointer points to must lie where the type may; null is not misaligned.
  private func checkAlignment<Pointee>(
    _ pointer: UnsafePointer<Pointee>?, _ name: String
  ) throws(CallFailure) {
    let alignment = MemoryLayout<Pointee>.alignment
    guard UInt(bitPattern: pointer) % UInt(alignment) == 0 else {
      throw .badArgument("\(name) is not aligned to \(alignment) bytes")
    }
  }

  /// The report must fit before anything is computed.
  private func checkCapacity(_ request: DropBlockRequest) throws(CallFailure) {
    guard let kept = unsafe kept?.pointee else { return }
    guard unsafe kept.counts != nil || kept.scales != nil else { return }
    let needed: Int
    switch request.configuration.scale {
    case .tensor, .fixed, .none: needed = 1
    case .sample: needed = request.shape.samples
    case .map: needed = request.shape.mapCount
    }
    let given = unsafe Int(clamping: UInt(bitPattern: kept.capacity))
    guard given >= needed else {
      throw .refused(.elementCount("kept", given: given, needed: needed))
    }
  }

  private func write(_ report: Kept) {
    guard let kept = unsafe kept?.pointee else { return }
    if let counts = unsafe kept.counts {
      for (scope, count) in report.counts.enumerated() { unsafe counts[scope] = Int64(count) }
    }
    if let scales = unsafe kept.scales {
      for (scope, scale) in report.scales.enumerated() { unsafe scales[scope] = scale }
    }
  }
}

/// The two buffers of a call, of the same number of elements; one and the same for work in place.
@safe
struct Buffers {
  let input: UnsafeRawPointer?
  let output: UnsafeMutableRawPointer?
  let count: Int
  let width: Int

  /// Refuses what a span must not be made of.
  func check() throws(CallFailure) {
    // A size_t beyond Int arrives as a negative number.
    guard count >= 0 else {
      throw .badArgument("\(UInt(bitPattern: count)) elements exceed the address space")
    }
    guard count > 0 else { return }
    guard let input = unsafe input else { throw .badArgument("input is a null pointer") }
    guard let output = unsafe output else { throw .badArgument("output is a null pointer") }
    let (low, high) = (UInt(bitPattern: input), UInt(bitPattern: output))
    guard low % UInt(width) == 0, high % UInt(width) == 0 else {
      throw .badArgument("a buffer of \(width)-byte elements is not aligned to \(width) bytes")
    }
    let (bytes, overflow) = UInt(count).multipliedReportingOverflow(by: UInt(width))
    guard !overflow, bytes <= UInt(Int.max), bytes <= UInt.max - max(low, high) else {
      throw .badArgument("\(count) elements exceed the address space")
    }
    guard low == high || low + bytes <= high || high + bytes <= low else {
      throw .badArgument("input and output overlap without being the same")
    }
  }

  /// Lets the engine work on the checked buffers.
  func apply<Element: DropBlockElement>(
    _: Element.Type, _ engine: FastEngine, _ direction: Direction, _ request: DropBlockRequest
  ) throws(CallFailure) -> Kept {
    let start = unsafe output?.assumingMemoryBound(to: Element.self)
    var target = unsafe MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: start, count: count))
    if unsafe input == UnsafeRawPointer(output) {
      do {
        switch direction {
        case .forward: return try engine.forward(inPlace: &target, request)
        case .backward: return try engine.backward(inPlace: &target, request)
        }
      } catch { throw .refused(error) }
    }
    let source = unsafe Span(
      _unsafeElements: UnsafeBufferPointer(
        start: input?.assumingMemoryBound(to: Element.self), count: count))
    do {
      switch direction {
      case .forward: return try engine.forward(source, request, into: &target)
      case .backward: return try engine.backward(source, request, into: &target)
      }
    } catch { throw .refused(error) }
  }
}
