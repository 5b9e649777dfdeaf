/// How draws of the sampler `sparse` become gaps: two ways to the same numbers.
enum GapLaw: Sendable {
  /// By a survival table, made once for the whole tensor.
  case table(SurvivalTable)
  /// One logarithm per draw, and nothing made beforehand.
  case logarithm(GapLogarithm)

  /// A logarithm takes about as long as so many steps of making a table.
  private static let stepsPerLogarithm = 4.0

  /// The way that is expected to take less time for a grid of `positions`.
  ///
  /// - Parameters:
  ///   - q: Q, 1 … 2⁶⁴ − 1.
  ///   - gamma: 1 − Q / 2⁶⁴.
  init(_ q: UInt64, gamma: Double, positions: Int) {
    let length = Double(SurvivalTable.chunkLength)
    let draws = Double(positions) * (gamma + 1 / length) + 1
    // S falls to 0 after ln 2⁶⁴ / gamma steps.
    let steps = min(length, 44.4 / gamma)
    self =
      draws * Self.stepsPerLogarithm < steps
      ? .logarithm(GapLogarithm(q)) : .table(SurvivalTable(q))
  }

  /// The gaps of draws `first` … `first` + 15 of a chunk, for `first` a multiple of 16.
  @inline(__always)
  func gaps(
    _ kernel: Kernel, key: UInt64, chunk: UInt64, from first: UInt32, into gaps: inout Gaps
  ) {
    switch self {
    case .table(let table):
      kernel.gaps(table, key: key, chunk: chunk, from: first, into: &gaps)
    case .logarithm(let logarithm):
      let draws = ChunkDraws(key: key, chunk: chunk, from: first)
      for index in 0..<16 { gaps[index] = UInt16(logarithm.gap(draws[index])) }
    }
  }
}
