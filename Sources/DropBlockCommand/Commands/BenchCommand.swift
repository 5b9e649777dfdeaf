import DropBlockContract
import DropBlockFast

/// How long the fast implementation takes, in units of a copy of the same tensor.
enum BenchCommand: Command {
  static let shape = Option<[[Int]]>.repeated(
    "shape", .sizes("NxCxHxW", axes: 3...5, each: 1...Int.max), "a tensor to measure",
    absent: "the paper's three, and a single small sample")
  static let block = Option<[Int]>.value(
    "block", .sizes("B", axes: 1...3, each: 1...Int.max), default: [7], "7", "the side of the block"
  )
  static let probability = Option<Double>.value(
    "p", .number(in: 0...1), default: 0.1, "0.1", "the share of units to drop")
  static let dtype = Option<ElementType>.value(
    "dtype", .choice, default: .float32, "float32", "the number format")
  static let threads = Option<Int>.value(
    "threads", .integer(in: 1...256), default: 1, "1",
    "the threads of the implementation, and of the copy it is compared with")
  static let runs = Option<Int?>.optional(
    "runs", .integer(in: 1...100_000), "how often each is measured", absent: "15, or 5 with --quick"
  )
  static let quick = Option<Bool>.flag("quick", "5 runs, and only the two smallest tensors")

  static let interface = Interface(
    name: "bench",
    summary: "the speed of the fast implementation, against memcpy",
    options: [
      shape.description, block.description, probability.description, dtype.description,
      threads.description, runs.description, quick.description,
    ],
    notes: [
      "Every round measures each case once, one after the other, so that a machine that slows down "
        + "slows all of them down. Shown are the median and the quartiles over the rounds; the last "
        + "column is the median of the ratios to the copy of the same round. The first round is "
        + "not counted. The checksum depends on all results."
    ],
    examples: ["bench --quick", "bench --shape 32x256x56x56 --threads 2 --runs 31"])

  private static let shapes = [
    [32, 256, 56, 56], [32, 512, 28, 28], [32, 1024, 14, 14], [1, 64, 28, 28],
  ]

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let quick = try arguments.value(quick)
    let given = try arguments.value(shape)
    let sides = try arguments.value(block)
    let runs = try arguments.value(runs) ?? (quick ? 5 : 15)
    let threads = try arguments.value(threads)
    let type = try arguments.value(dtype)
    let configuration = DropBlockConfiguration(
      blockSize: sides.count == 1 ? .uniform(sides[0]) : .perAxis(sides),
      dropProbability: try arguments.value(probability))
    let requests = try (given.isEmpty ? (quick ? Array(shapes.suffix(2)) : shapes) : given).map {
      sizes in try request(sizes, configuration, type)
    }
    console.line(
      "fast implementation, \(type.rawValue), block \(Text.sizes(sides)), "
        + "p \(configuration.dropProbability.positional), \(threads) thread(s), \(runs) runs")
    var checksum: UInt64 = 0
    for request in requests {
      let result =
        switch type {
        case .float16: try measure(Float16.self, request, threads: threads, runs: runs)
        case .bfloat16: try measure(BFloat16.self, request, threads: threads, runs: runs)
        case .float32: try measure(Float.self, request, threads: threads, runs: runs)
        case .float64: try measure(Double.self, request, threads: threads, runs: runs)
        }
      checksum ^= result.checksum
      for line in table(result.timings, request.shape, type) { console.line(line) }
    }
    console.line("checksum \(String(checksum, radix: 16))")
    return .conforms
  }

  /// A request that is admissible and whose tensors fit into memory.
  private static func request(
    _ sizes: [Int], _ configuration: DropBlockConfiguration, _ type: ElementType
  ) throws -> DropBlockRequest {
    let shape = Shape(samples: sizes[0], channels: sizes[1], spatial: Array(sizes[2...]))
    let request = DropBlockRequest(configuration, shape: shape, key: 0)
    try request.validate()
    let bytes = shape.unitCount.multipliedReportingOverflow(
      by: Workbench<Float>.tensorCount * type.byteCount)
    if let memory = System.memory, bytes.overflow || bytes.partialValue > memory / 4 * 3 {
      throw UsageError(
        "--shape \(Text.sizes(sizes)): \(Workbench<Float>.tensorCount) tensors of this shape do not "
          + "fit into three quarters of the \(memory >> 20) MiB of this machine")
    }
    return request
  }

  private static func measure<Element: DropBlockElement>(
    _ type: Element.Type, _ request: DropBlockRequest, threads: Int, runs: Int
  ) throws -> (timings: [Timing], checksum: UInt64) {
    var bench = Workbench<Element>(request, threads: threads)
    let timings = try bench.measure(runs: runs)
    return (timings, bench.checksum)
  }

  private static func table(_ timings: [Timing], _ shape: Shape, _ type: ElementType) -> [String] {
    let bytes = Double(shape.unitCount) * Double(type.byteCount) / 1_048_576
    let sizes = Text.sizes([shape.samples, shape.channels] + shape.spatial)
    var lines = ["", "\(sizes), \(bytes.fixed(2)) MiB"]
    lines.append(
      "  " + "case".padded(to: 28) + "median ms".leftPadded(to: 10)
        + "quartiles".leftPadded(to: 22) + "× memcpy".leftPadded(to: 10))
    guard let copy = timings.first else { return lines }
    for timing in timings {
      let (low, middle, high) = Timing.quartiles(timing.seconds)
      let ratios = zip(timing.seconds, copy.seconds).map { $0 / Swift.max($1, 1e-9) }
      lines.append(
        "  " + timing.name.padded(to: 28) + (1000 * middle).fixed(4).leftPadded(to: 10)
          + "\((1000 * low).fixed(4))…\((1000 * high).fixed(4))".leftPadded(to: 22)
          + Timing.quartiles(ratios).middle.fixed(2).leftPadded(to: 10))
    }
    return lines
  }
}
