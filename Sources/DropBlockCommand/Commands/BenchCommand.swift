import DropBlockContract
import DropBlockFast

/// How long the fast implementation takes, beside the least that could be hoped for.
enum BenchCommand: Command {
  static let shape = Option<[[Int]]>.repeated(
    "shape", .sizes("NxCxHxW", axes: 3...5, each: 1...Int.max),
    "a tensor to measure: NxCxL, NxCxHxW or NxCxDxHxW",
    absent: "the whole table of targets")
  static let block = Option<[Int]>.value(
    "block", .sizes("B", axes: 1...3, each: 1...Int.max), default: [7], "7",
    "with --shape: the side of the block")
  static let probability = Option<Double>.value(
    "p", .number(in: 0...1), default: 0.1, "0.1", "with --shape: the share of units to drop")
  static let dtype = Option<ElementType>.value(
    "dtype", .choice, default: .float32, "float32", "with --shape: the number format")
  static let layout = Option<ApplyCommand.LayoutWord>.value(
    "layout", .choice, default: .nchw, "nchw",
    "with --shape: where the channels lie; the sizes are given as NxCxHxW all the same")
  static let threads = Option<Int>.value(
    "threads", .integer(in: 1...256), default: 1, "1",
    "the threads of the implementation, and of what it is compared with")
  static let runs = Option<Int?>.optional(
    "runs", .integer(in: 1...100_000), "how often each is measured", absent: "15, or 5 with --quick"
  )
  static let quick = Option<Bool>.flag("quick", "5 runs, and only small tensors")
  static let sweep = Option<Bool>.flag(
    "sweep",
    "measure also cost against size, 2^12 to 2^27 units, or 2^12 to 2^16 with --quick, for every "
      + "kernel, whatever --kernel says")
  static let svg = Option<String?>.optional(
    "svg", .path, "draw cost against size into this file; implies --sweep", absent: "none")
  static let json = Option<String?>.optional(
    "json", .text("FILE|-"), "write every number as JSON; with - to standard output, and no table",
    absent: "none")

  static let generators = Option<Bool>.flag(
    "generators", "measure how fast the suite's cases are drawn, and nothing else")
  static let certainty = Option<Bool>.flag(
    "certainty", "measure how fast the statistical requirements look at maps, and nothing else")

  static let interface = Interface(
    name: "bench",
    summary: "the speed of the fast implementation, against memcpy and other limits",
    options: [
      shape.description, block.description, probability.description, dtype.description,
      layout.description, threads.description, Kernels.option.description, runs.description,
      quick.description, sweep.description, svg.description, json.description,
      generators.description, certainty.description,
    ],
    notes: [
      "Every round measures each case once, one after the other, so that a machine that slows down "
        + "slows all of them down. Shown are the median and the quartiles over the rounds; a ratio "
        + "is to the limit measured in the same round. The first round is not counted, nor is the "
        + "first call of each case in a round; a tensor below 16 MiB is measured by the mean of up to "
        + "256 calls. All memory is touched before, but for the cases with a new output. Keys vary. "
        + "A missed target is reported and is no error; most are set for large tensors only.",
      "'multiply in place' is a plain loop in Swift, in vectors of 16, for the instructions that "
        + "every processor of the architecture has. The random words of the fast implementation are "
        + "timed as 'drop only' with block 1, gamma 10^-6 and the sampler bernoulli, which draws a "
        + "word for each unit and does little else; those of the reference as a loop over its "
        + "Philox4x32 on one core. The memory of a call is the rise of the process's highest "
        + "resident size, where Linux tells it.",
      "--generators draws the cases of 'verify --profile ci' for an implementation that offers "
        + "everything, and runs none of them: 100,000 a round, 10,000 with --quick, once with their "
        + "choices recorded, as every run does it, and once without. The elements of a tensor are not "
        + "spelled out. Time is the processor's, as of one core that does nothing else; the time that "
        + "went by is given beside it. It takes --runs and --quick.",
      "--certainty asks for maps of 14×14 units with block 7 and p 0.1 as rate.share, rate.position and "
        + "rate.pairs do, and judges them: 262,144 a round, 16,384 with --quick, a quarter of that of "
        + "the reference; on two cores two of a kind at once. It takes --runs and --quick.",
      "The checksum depends on all results. The whole table takes one to two minutes, and 490 MiB of "
        + "memory; a tensor of one's own takes five times its size. How far it is goes to standard "
        + "error.",
    ],
    examples: [
      "bench", "bench --quick --json -", "bench --shape 32x256x56x56 --threads 2 --runs 31",
      "bench --generators", "bench --certainty",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    if try arguments.value(certainty) { return try measureCertainty(arguments, console) }
    if try arguments.value(generators) { return try measureGenerators(arguments, console) }
    let isQuick = try arguments.value(quick)
    let rounds = try arguments.value(runs) ?? (isQuick ? 5 : 15)
    let threads = try arguments.value(threads)
    let kernel = try Kernels.chosen(arguments)
    let isTable = try arguments.value(shape).isEmpty
    let groups =
      try isTable
      ? table(arguments, kernel, threads: threads, isQuick: isQuick)
      : asked(arguments, kernel, threads: threads)
    let files = try Files(arguments)
    let console = QuietConsole(console, isQuiet: files.isStandardOutput)

    let machine = Machine.current
    console.line(machine.text)
    console.line(
      "kernel \(kernel.name), \(Text.counted(threads, "thread")), \(Text.counted(rounds, "round"))")
    let fitting = groups.filter { BenchGroup.fits(tensor: $0.byteCount) }
    let overhead = isTable ? try memory(kernel, threads, isQuick: isQuick) : nil
    let run = try measured(fitting, rounds, "table", console)
    let report = BenchReport(run)
    for line in report.lines { console.line(line) }
    if isTable, isQuick {
      console.line("the targets are meant for the whole table, on a quiet machine")
    }
    for group in groups where !fitting.contains(where: { $0.title == group.title }) {
      console.line("left out, for want of memory: \(group.title)")
    }
    if isTable, System.processorCount < 2 {
      console.line("left out, for want of a second processor: two threads against one")
    }
    if let overhead { console.line(overhead.text) }
    var checksum = run.checksum

    var swept: BenchReport?
    if try arguments.value(sweep) || files.picture != nil {
      let sizes = BenchSweep.groups(FastKernel.available, threads: threads, isQuick: isQuick)
      let sweepRun = try measured(sizes, rounds, "sweep", console)
      let lines = BenchSweep.lines(sweepRun)
      for line in BenchSweep.table(lines) { console.line(line) }
      try files.draw(SweepPicture(lines: lines, title: machine.text), console)
      swept = BenchReport(sweepRun)
      checksum ^= sweepRun.checksum
    }
    console.line("checksum \(String(checksum, radix: 16))")
    try files.write(
      report.json(
        machine, kernel: kernel.name, threads: threads, rounds: rounds, memory: overhead,
        sweep: swept), console)
    return .conforms
  }

  /// The groups of the table; what describes a tensor of one's own is refused.
  private static func table(
    _ arguments: Arguments, _ kernel: FastKernel, threads: Int, isQuick: Bool
  ) throws(UsageError) -> [BenchGroup] {
    let own = [
      (arguments.has(block), "--block"), (arguments.has(probability), "--p"),
      (arguments.has(dtype), "--dtype"), (arguments.has(layout), "--layout"),
    ]
    if let (_, name) = own.first(where: \.0) {
      throw UsageError("\(name) is for --shape NxCxHxW: the table has its own")
    }
    return BenchTable.groups(kernel, threads: threads, isQuick: isQuick)
  }

  /// The groups of the shapes on the command line.
  private static func asked(
    _ arguments: Arguments, _ kernel: FastKernel, threads: Int
  ) throws -> [BenchGroup] {
    let sides = try arguments.value(block)
    let configuration = DropBlockConfiguration(
      blockSize: sides.count == 1 ? .uniform(sides[0]) : .perAxis(sides),
      dropProbability: try arguments.value(probability))
    let layout: Layout = try arguments.value(layout) == .nhwc ? .channelsLast : .channelsFirst
    let type = try arguments.value(dtype)
    return try arguments.value(shape).map { sizes in
      let request = BenchTable.request(sizes, configuration, layout)
      try request.validate()
      let (bytes, overflow) = request.shape.unitCount.multipliedReportingOverflow(
        by: type.byteCount)
      guard !overflow, BenchGroup.fits(tensor: bytes) else {
        throw UsageError(
          "--shape \(Text.sizes(sizes)): five tensors of this shape do not fit into three quarters "
            + "of the \((System.memory ?? 0) >> 20) MiB of this machine")
      }
      var group = BenchGroup(request, type)
      group.addUsual(request, kernel, threads, [.sparse, .bernoulli])
      return group
    }
  }

  private static func measured(
    _ groups: [BenchGroup], _ rounds: Int, _ name: String, _ console: any Console
  ) throws -> BenchRun {
    var progress = BenchProgress(console, name: name, rounds: rounds)
    defer { progress.clear() }
    var run = BenchRun(groups)
    try run.measure(rounds: rounds) { progress.show(round: $0, share: $1) }
    return run
  }

  private static func memory(
    _ kernel: FastKernel, _ threads: Int, isQuick: Bool
  ) throws -> MemoryOverhead? {
    let sizes = [32, 256, 56, 56]
    let bytes = 4 * sizes.reduce(1, *)
    // Of a small tensor the pages that are counted would be the answer.
    guard !isQuick, BenchGroup.fits(tensor: bytes) else { return nil }
    return try PeakMemory.measure(sizes, kernel, threads: threads).map {
      MemoryOverhead(bytes: $0, tensorBytes: bytes)
    }
  }
}
