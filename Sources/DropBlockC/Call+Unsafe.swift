import CDropBlock
import DropBlockContract
import DropBlockFast

/// One call across the border: pointers are checked here, before anything is made of them.
@safe
struct Call {
  let options: UnsafePointer<dropblock_options>?
  let shape: UnsafePointer<dropblock_shape>?
  let kept: UnsafeMutablePointer<dropblock_kept>?

  /// The request, the engine with the asked threads and kernel, and where to report.
  private func prepare() throws(CallFailure) -> (DropBlockRequest, FastEngine, Report) {
    try unsafe checkAlignment(options, "options")
    try unsafe checkAlignment(shape, "shape")
    let report = try unsafe Report(kept)
    guard let options = unsafe options else { throw .badArgument("options is a null pointer") }
    guard let shape = unsafe shape else { throw .badArgument("shape is a null pointer") }
    let given = try unsafe read(options)
    let request = try unsafe DropBlockRequest(given, read(shape))
    try refusing { () throws(DropBlockError) in try request.validate() }
    try report.checkCapacity(request)
    return (request, try FastEngine(given), report)
  }

  private func read(
    _ options: UnsafePointer<dropblock_options>
  ) throws(CallFailure) -> dropblock_options {
    try unsafe Structures.copy(
      options, least: Structures.leastOptions, onto: dropblock_options(), "options")
  }

  private func read(
    _ shape: UnsafePointer<dropblock_shape>
  ) throws(CallFailure) -> dropblock_shape {
    try unsafe Structures.copy(
      shape, least: Structures.leastShape, onto: dropblock_shape(), "shape")
  }

  /// Writes the paper's options to as many bytes as the caller has for them.
  func initOptions(
    _ options: UnsafeMutablePointer<dropblock_options>?, size: Int, blockSize: Int64,
    dropProbability: Double
  ) throws(CallFailure) {
    try unsafe checkAlignment(UnsafePointer(options), "options")
    guard let options = unsafe options else { throw .badArgument("options is a null pointer") }
    var written = Structures.options(blockSize: blockSize, dropProbability: dropProbability)
    written.size = size
    try unsafe Structures.write(
      written, to: options, size: UInt(bitPattern: size), least: Structures.leastOptions)
  }

  /// Computes a forward or backward pass between two buffers, or drops in place.
  func run(
    _ work: Work, dtype: Int32, from input: UnsafeRawPointer?,
    to output: UnsafeMutableRawPointer?, count: Int
  ) throws(CallFailure) {
    let (request, engine, report) = try prepare()
    let type = try DropBlockRequest.one(
      [ElementType.float16, .bfloat16, .float32, .float64], dtype, "dtype")
    let buffers = unsafe Buffers(
      input: input, output: output, count: count, width: type.byteCount,
      name: work == .drop ? "tensor" : "input")
    try buffers.check()
    try report.check(request, beside: buffers.regions)
    let kept: Kept
    switch type {
    case .float16:
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        kept = try buffers.apply(Float16.self, engine, work, request)
      #else
        throw .badArgument("float16 is not available on this platform")
      #endif
    case .bfloat16:
      kept = try buffers.apply(BFloat16.self, engine, work, request)
    case .float32: kept = try buffers.apply(Float.self, engine, work, request)
    case .float64: kept = try buffers.apply(Double.self, engine, work, request)
    }
    report.write(kept)
  }

  /// Writes the mask, one byte per unit.
  func mask(into mask: UnsafeMutablePointer<UInt8>?, count: Int) throws(CallFailure) {
    let (request, engine, report) = try prepare()
    let needed = request.shape.unitCount
    // A size_t beyond Int arrives as a negative number; it is room enough.
    let count = Int(clamping: UInt(bitPattern: count))
    guard count >= needed else {
      throw .refused(.elementCount("mask", given: count, needed: needed))
    }
    guard unsafe mask != nil || needed == 0 else { throw .badArgument("mask is a null pointer") }
    let region = Region(name: "mask", start: UInt(bitPattern: mask), byteCount: UInt(needed))
    try report.check(request, beside: [region])
    var bytes = unsafe MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: mask, count: needed))
    do { report.write(try engine.mask(request, into: &bytes)) } catch { throw .refused(error) }
  }

  /// Reports what would be kept.
  func count() throws(CallFailure) {
    let (request, engine, report) = try prepare()
    guard unsafe kept != nil else { throw .badArgument("kept is a null pointer") }
    guard !report.isEmpty else {
      throw .badArgument("kept->counts and kept->scales are null pointers")
    }
    try report.check(request, beside: [])
    report.write(try refusing { () throws(DropBlockError) in try engine.kept(request) })
  }

  /// Writes the number of threads that a forward call is shared out to.
  func threads(into count: UnsafeMutablePointer<Int32>?) throws(CallFailure) {
    let (request, engine, _) = try prepare()
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
    // Any options will do: without them, only the shape is asked about.
    var given = Structures.options(blockSize: 1, dropProbability: 0.1)
    if let options = unsafe options {
      given = try unsafe read(options)
      engine = try FastEngine(given)
    }
    if let shape = unsafe shape {
      let asked = try unsafe DropBlockRequest(given, read(shape))
      try refusing { () throws(DropBlockError) in try asked.validate() }
      request = asked
    }
    let description = try Description.text(version: version, engine, request)
    if let text = unsafe text { unsafe description.copy(to: text, capacity: capacity) }
    return description.utf8.count
  }
}

/// What a pointer points to must lie where the type may; null is not misaligned.
func checkAlignment<Pointee>(
  _ pointer: UnsafePointer<Pointee>?, _ name: String
) throws(CallFailure) {
  let alignment = MemoryLayout<Pointee>.alignment
  guard UInt(bitPattern: pointer) % UInt(alignment) == 0 else {
    throw .badArgument("\(name) is not aligned to \(alignment) bytes")
  }
}
