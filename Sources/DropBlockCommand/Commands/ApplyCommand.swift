import DropBlockContract
import DropBlockFast
import DropBlockReference
import DropBlockVerification

/// DropBlock of an array in a file.
enum ApplyCommand: Command {
  static let key = Option<UInt64>.required(
    "key", .key, "the random key: the same key, the same mask")
  static let implementation = Option<Implementation>.value(
    "implementation", .choice, default: .fast, "fast", "who computes it; the bits are the same")
  static let mask = Option<String?>.optional(
    "mask", .path, "write the mask to this file: |b1, true where a unit is dropped")
  static let layout = Option<LayoutWord>.value(
    "layout", .choice, default: .nchw, "nchw", "the order of the axes, also for 3 and 5 of them")
  static let firstSample = Option<Int>.value(
    "first-sample", .integer(in: 0...Int.max), default: 0, "0",
    "the index of the first sample in a larger batch")
  static let threads = Option<Int?>.optional(
    "threads", .integer(in: 1...256), "how many threads the fast implementation may use",
    absent: "one per processor")

  /// Who computes it.
  enum Implementation: String, Sendable, CaseIterable {
    case fast, reference
  }

  /// Whether channels come before or after the spatial axes.
  enum LayoutWord: String, Sendable, CaseIterable {
    case nchw, nhwc
  }

  static let interface = Interface(
    name: "apply",
    summary: "DropBlock of an array in a NumPy file",
    positionals: [
      Positional(
        name: "IN.npy", summary: "3 to 5 axes (NCW, NCHW, NCDHW) of float16, float32 or float64"),
      Positional(name: "OUT.npy", summary: "the result; may be the same file"),
    ],
    options: [key.description] + ConfigurationOptions.all
      + [
        implementation.description, mask.description, layout.description,
        firstSample.description, threads.description, Kernels.option.description,
      ],
    notes: ["A file appears whole or not at all, also when the command is interrupted."],
    examples: [
      "apply --block 7 --p 0.1 --key 1 features.npy dropped.npy",
      "apply --block 7 --p 0.1 --key 1 --mask mask.npy --layout nhwc features.npy dropped.npy",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let (input, output) = (arguments.positionals[0], arguments.positionals[1])
    let maskPath = try arguments.value(mask)
    if let maskPath, OutputFile.isSame(maskPath, output) {
      throw UsageError("--mask \(maskPath) and the output are the same file")
    }
    let configuration = try ConfigurationOptions.configuration(arguments)
    let key = try arguments.value(key)
    let first = try arguments.value(firstSample)
    let layout = try arguments.value(layout)
    _ = try engine(arguments)

    let array = try read(input)
    let request = DropBlockRequest(
      configuration, shape: shape(array.shape, layout), key: key, firstSample: first)
    try request.validate()
    // Opened before anything is computed: a place that can't be written is known at once.
    let outputFile = try OutputFile(output)
    let maskFile = try maskPath.map { path throws(FileError) in try OutputFile(path) }
    let result = try apply(request, to: array, engine(arguments), mask: maskFile != nil)
    try outputFile.write(result.array.encoded())
    if let mask = result.mask { try maskFile?.write(mask.encoded()) }
    try outputFile.commit()
    try maskFile?.commit()

    for line in report(result.kept, request, array) { console.line(line) }
    return .conforms
  }

  /// Who computes it, as the command line says.
  private static func engine(_ arguments: Arguments) throws(UsageError) -> any DropBlockEngine {
    let threads = try arguments.value(threads)
    switch try arguments.value(implementation) {
    case .fast: return FastEngine(threads: threads, kernel: try Kernels.chosen(arguments))
    case .reference:
      if threads != nil { throw UsageError("--threads is for --implementation fast") }
      if arguments.has(Kernels.option) {
        throw UsageError("--kernel is for --implementation fast")
      }
      return ReferenceEngine()
    }
  }

  private static func read(_ path: String) throws(FileError) -> NPYArray {
    let array: NPYArray
    let bytes = try InputFile.read(path)
    do { array = try NPYArray(decoding: bytes) } catch {
      throw FileError(path, cannotBe: "read", error.description)
    }
    guard (3...5).contains(array.shape.count) else {
      throw FileError(
        path, cannotBe: "used",
        "it has \(array.shape.count) axes; 3 to 5 are admissible: sample, channel, 1 to 3 spatial")
    }
    guard array.elementType.tensorElementType != nil else {
      throw FileError(
        path, cannotBe: "used",
        "its elements are '\(array.elementType.rawValue)'; <f2, <f4 and <f8 are admissible")
    }
    return array
  }

  private static func shape(_ sizes: [Int], _ layout: LayoutWord) -> Shape {
    switch layout {
    case .nchw:
      Shape(samples: sizes[0], channels: sizes[1], spatial: Array(sizes[2...]))
    case .nhwc:
      Shape(
        samples: sizes[0], channels: sizes[sizes.count - 1],
        spatial: Array(sizes[1..<sizes.count - 1]), layout: .channelsLast)
    }
  }
}

extension ApplyCommand {
  private struct Result {
    var array: NPYArray
    var mask: NPYArray?
    var kept: Kept
  }

  private static func apply(
    _ request: DropBlockRequest, to array: NPYArray, _ engine: any DropBlockEngine, mask: Bool
  ) throws -> Result {
    switch array.elementType {
    case .float16: try apply(Float16.self, request, array, engine, mask: mask)
    case .float64: try apply(Double.self, request, array, engine, mask: mask)
    default: try apply(Float.self, request, array, engine, mask: mask)
    }
  }

  private static func apply<Element: DropBlockElement>(
    _ type: Element.Type, _ request: DropBlockRequest, _ array: NPYArray,
    _ engine: any DropBlockEngine, mask: Bool
  ) throws -> Result {
    var elements = array.elements(as: type) ?? []
    var span = elements.mutableSpan
    let kept = try engine.forward(inPlace: &span, request)
    var result = Result(array: try NPYArray(elements, shape: array.shape), kept: kept)
    if mask {
      let dropped = try engine.stages(request).mask
      result.mask = try NPYArray(inMemoryOrder(dropped, request.shape), shape: array.shape)
    }
    return result
  }

  /// A mask in logical order, in the order in which the tensor lies in memory.
  private static func inMemoryOrder(_ mask: [Bool], _ shape: Shape) -> [Bool] {
    guard shape.layout != .channelsFirst else { return mask }
    let (channels, units) = (shape.channels, shape.unitsPerMap)
    var result = mask
    for sample in 0..<shape.samples {
      for channel in 0..<channels {
        let map = (sample * channels + channel) * units
        for unit in 0..<units {
          result[(sample * units + unit) * channels + channel] = mask[map + unit]
        }
      }
    }
    return result
  }

  /// What was kept, and what it was multiplied by.
  private static func report(
    _ kept: Kept, _ request: DropBlockRequest, _ array: NPYArray
  ) -> [String] {
    let units = request.shape.unitCount
    let count = kept.counts.reduce(0, +)
    var lines = ["\(Text.sizes(array.shape)) \(array.elementType)"]
    var text = "kept   \(Text.grouped(count)) of \(Text.grouped(units)) units"
    if units > 0 { text += ", share \((Double(count) / Double(units)).positional)" }
    lines.append(text)
    if let least = kept.scales.min(), let most = kept.scales.max() {
      let scopes = kept.scales.count
      lines.append(
        least == most
          ? "scale  \(least.positional)"
          : "scale  \(least.positional)…\(most.positional) in \(Text.grouped(scopes)) scopes")
    }
    return lines
  }
}
