import CDropBlock
import DropBlockContract
import DropBlockFast

/// One call across the border: pointers are checked here, before anything is made of them.
@safe
struct Call {
  let options: UnsafePointer<dropblock_options>?
  let shape: UnsafePointer<dropblock_shape>?
  let kept: UnsafeMutablePointer<dropblock_kept>?

  /// The request, and the engine with the asked threads and kernel.
  private func prepare() throws(CallFailure) -> (DropBlockRequest, FastEngine) {
    try unsafe checkAlignment(options, "options")
    try unsafe checkAlignment(shape, "shape")
    try unsafe checkAlignment(UnsafePointer(kept), "kept")
    try unsafe checkAlignment(UnsafePointer(kept?.pointee.counts), "kept->counts")
    try unsafe checkAlignment(UnsafePointer(kept?.pointee.scales), "kept->scales")
    guard let options = unsafe options else { throw .badArgument("options is a null pointer") }
    guard let shape = unsafe shape else { throw .badArgument("shape is a null pointer") }
    let request = try unsafe DropBlockRequest(options.pointee, shape.pointee)
    try refusing { () throws(DropBlockError) in try request.validate() }
    try checkCapacity(request)
    return (request, try unsafe FastEngine(options.pointee))
  }

  /// Computes a forward or backward pass between two buffers, or drops in place.
  func run(
    _ work: Work, dtype: Int32, from input: UnsafeRawPointer?,
    to output: UnsafeMutableRawPointer?, count: Int
  ) throws(CallFailure) {
    let (request, engine) = try prepare()
    let type = try DropBlockRequest.one(
      [ElementType.float16, .bfloat16, .float32, .float64], dtype, "dtype")
    let buffers = unsafe Buffers(
      input: input, output: output, count: count, width: type.byteCount,
      name: work == .drop ? "tensor" : "input")
    try buffers.check()
    try checkReport(request, beside: buffers.regions)
    let report: Kept
    switch type {
    case .float16:
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        report = try buffers.apply(Float16.self, engine, work, request)
      #else
        throw .badArgument("float16 is not available on this platform")
      #endif
    case .bfloat16:
      report = try buffers.apply(BFloat16.self, engine, work, request)
    case .float32: report = try buffers.apply(Float.self, engine, work, request)
    case .float64: report = try buffers.apply(Double.self, engine, work, request)
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
    guard unsafe mask != nil || needed == 0 else { throw .badArgument("mask is a null pointer") }
    let region = Region(name: "mask", start: UInt(bitPattern: mask), byteCount: UInt(needed))
    try checkReport(request, beside: [region])
    var bytes = unsafe MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: mask, count: needed))
    do { write(try engine.mask(request, into: &bytes)) } catch { throw .refused(error) }
  }

  /// Reports what would be kept.
  func count() throws(CallFailure) {
    let (request, engine) = try prepare()
    guard let kept = unsafe kept else { throw .badArgument("kept is a null pointer") }
    guard unsafe kept.pointee.counts != nil || kept.pointee.scales != nil else {
      throw .badArgument("kept->counts and kept->scales are null pointers")
    }
    try checkReport(request, beside: [])
    write(try refusing { () throws(DropBlockError) in try engine.kept(request) })
  }

  /// Writes the number of threads that a forward call is shared out to.
  func threads(into count: UnsafeMutablePointer<Int32>?) throws(CallFailure) {
    let (request, engine) = try prepare()
    try unsafe checkAlignment(UnsafePointer(count), "count")
    guard let count = unsafe count else { throw .badArgument("count is a null pointer") }
    let threads = try refusing { () throws(DropBlockError) in try engine.threadCount(request) }
    unsafe count.pointee = Int32(threads)
  }

  /// Writes as much of the library's description as there is room for; returns its whole length.
  func describe(
    version: String, into text: UnsafeMutablePointer<CChar>?, capacity: Int
  ) throws(CallFailure) -> Int {
    guard unsafe text != nil || capacity == 0 else { throw .badArgument("text is a null pointer") }
    var engine = FastEngine()
    var request: DropBlockRequest?
    try unsafe checkAlignment(options, "options")
    try unsafe checkAlignment(shape, "shape")
    if let options = unsafe options { engine = try unsafe FastEngine(options.pointee) }
    if let shape = unsafe shape {
      // Any options will do: without them, only the shape is asked about.
      let options = unsafe options?.pointee ?? dropblock_default_options(1, 0.1)
      let asked = try unsafe DropBlockRequest(options, shape.pointee)
      try refusing { () throws(DropBlockError) in try asked.validate() }
      request = asked
    }
    let description = try Description.text(version: version, engine, request)
    if let text = unsafe text { unsafe description.copy(to: text, capacity: capacity) }
    return description.utf8.count
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
    let needed = scopeCount(request)
    let given = unsafe Int(clamping: UInt(bitPattern: kept.capacity))
    guard given >= needed else {
      throw .refused(.elementCount("kept", given: given, needed: needed))
    }
  }

  private func scopeCount(_ request: DropBlockRequest) -> Int {
    switch request.configuration.scale {
    case .tensor, .fixed, .none: 1
    case .sample: request.shape.samples
    case .map: request.shape.mapCount
    }
  }

  /// The report is written last, and would write over what shares memory with it.
  private func checkReport(
    _ request: DropBlockRequest, beside buffers: [Region]
  ) throws(CallFailure) {
    guard let kept = unsafe kept?.pointee else { return }
    func region(_ name: String, _ start: UInt) -> Region {
      // A valid shape has so few scopes that eight bytes for each can be counted.
      Region(name: name, start: start, byteCount: start == 0 ? 0 : UInt(scopeCount(request)) * 8)
    }
    let counts = unsafe region("kept->counts", UInt(bitPattern: kept.counts))
    let scales = unsafe region("kept->scales", UInt(bitPattern: kept.scales))
    for (array, others) in [(counts, [scales] + buffers), (scales, buffers)] {
      for other in others where array.overlaps(other) {
        throw .badArgument("\(array.name) overlaps \(other.name)")
      }
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
