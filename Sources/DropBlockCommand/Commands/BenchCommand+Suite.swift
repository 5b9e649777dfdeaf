extension BenchCommand {
  /// The cases of a round, and with `--quick`.
  static let drawnCases = (whole: 100_000, quick: 10_000)

  /// Measures how fast cases are drawn.
  static func measureGenerators(
    _ arguments: Arguments, _ console: any Console
  ) throws -> ExitCode {
    try refuseTensors(arguments, beside: "--generators")
    let isQuick = try arguments.value(quick)
    let rounds = try arguments.value(runs) ?? (isQuick ? 5 : 15)
    console.line(Machine.current.text)
    var bench = GeneratorBench(casesPerRound: isQuick ? drawnCases.quick : drawnCases.whole)
    var progress = BenchProgress(console, name: "generators", rounds: rounds)
    defer { progress.clear() }
    try bench.measure(rounds: rounds) { progress.show(round: $0, share: $1) }
    progress.clear()
    for line in bench.lines { console.line(line) }
    console.line("checksum \(String(bench.checksum, radix: 16))")
    return .conforms
  }

  /// The maps of a round, and with `--quick`.
  static let surveyedMaps = (whole: 262_144, quick: 16_384)

  /// Measures how fast maps are looked at.
  static func measureCertainty(
    _ arguments: Arguments, _ console: any Console
  ) throws -> ExitCode {
    try refuseTensors(arguments, beside: "--certainty")
    if arguments.has(generators) { throw UsageError("--generators is not for --certainty") }
    let isQuick = try arguments.value(quick)
    let rounds = try arguments.value(runs) ?? (isQuick ? 5 : 15)
    console.line(Machine.current.text)
    var bench = CertaintyBench(mapsPerRound: isQuick ? surveyedMaps.quick : surveyedMaps.whole)
    var progress = BenchProgress(console, name: "certainty", rounds: rounds)
    defer { progress.clear() }
    try bench.measure(rounds: rounds) { progress.show(round: $0, share: $1) }
    progress.clear()
    for line in bench.lines { console.line(line) }
    return .conforms
  }

  /// Refuses options that describe tensors and engines beside a measurement that has none.
  private static func refuseTensors(
    _ arguments: Arguments, beside flag: String
  ) throws(UsageError) {
    let others = [
      (arguments.has(shape), "--shape"), (arguments.has(block), "--block"),
      (arguments.has(probability), "--p"), (arguments.has(dtype), "--dtype"),
      (arguments.has(layout), "--layout"), (arguments.has(threads), "--threads"),
      (arguments.has(Kernels.option), "--kernel"), (arguments.has(sweep), "--sweep"),
      (arguments.has(svg), "--svg"), (arguments.has(json), "--json"),
    ]
    if let (_, name) = others.first(where: \.0) {
      throw UsageError("\(name) is not for \(flag), which takes --runs and --quick")
    }
  }
}
