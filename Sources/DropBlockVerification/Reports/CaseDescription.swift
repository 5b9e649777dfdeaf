import DropBlockContract

/// A case in words, short enough for one line of a report.
enum CaseDescription {
  /// - Parameter hasOwnStream: Whether the subject has a random stream of its own: then the sampler
  ///   says nothing to it, and is not named.
  static func describe(_ question: SubjectCase, hasOwnStream: Bool = false) -> String {
    var words = [
      describe(question.request, hasOwnStream: hasOwnStream), question.input.elementType.rawValue,
    ]
    words.append(inputs(question.input))
    if question.outputGradient != nil { words.append("with a gradient") }
    if let key = question.laterKey {
      words.append("after another forward pass with key 0x\(String(key, radix: 16))")
    }
    if question.inPlace { words.append("in place") }
    if let threads = question.threads { words.append("\(threads) threads") }
    if question.continues { words.append("continuing") }
    return words.joined(separator: ", ")
  }

  static func describe(_ request: DropBlockRequest, hasOwnStream: Bool = false) -> String {
    let shape = request.shape
    let tensor = "\(shape.samples) samples × \(shape.channels) channels"
    var words = ["\(tensor) × map \(sizes(shape.spatial))"]
    words += configuration(request.configuration, hasOwnStream: hasOwnStream)
    if shape.layout != .channelsFirst { words.append("\(shape.layout)") }
    if request.firstSample != 0 { words.append("first sample \(request.firstSample)") }
    if request.mode == .inference { words.append("inference") }
    words.append("key 0x\(String(request.key, radix: 16))")
    return words.joined(separator: ", ")
  }

  static func describe(_ plan: SurveyPlan) -> String {
    let words =
      ["map \(sizes(plan.map))"]
      + configuration(plan.configuration, hasOwnStream: plan.hasOwnStream)
    return (words + (plan.continues ? ["continuing"] : [])).joined(separator: ", ")
  }

  static func describe(_ question: ScheduleCase) -> String {
    let resumed = question.resumesBefore.map { ", resumed before step \(question.steps[$0])" } ?? ""
    return "schedule \(question.schedule)\(resumed)"
  }

  /// The block, the drop probability, and every option that is not the paper's.
  static func configuration(
    _ options: DropBlockConfiguration, hasOwnStream: Bool
  ) -> [String] {
    var words = ["block \(block(options.blockSize))", "p \(options.dropProbability)"]
    if options.seedGrid != .valid { words.append("grid \(name(of: options.seedGrid))") }
    if options.gammaRule != .paper { words.append("gamma \(describe(options.gammaRule))") }
    if options.gammaFactor != 1 { words.append("gamma factor \(options.gammaFactor)") }
    words += sharing(options.sharing)
    if options.scale != .tensor { words.append("scale \(options.scale)") }
    if !hasOwnStream { words.append(options.sampler.rawValue) }
    if options.oversizedBlock == .refused { words.append("larger blocks refused") }
    return words
  }

  /// The axes over which masks are shared.
  static func sharing(_ axes: MaskSharing) -> [String] {
    (axes.contains(.channels) ? ["shared over channels"] : [])
      + (axes.contains(.samples) ? ["shared over samples"] : [])
  }

  static func name(of grid: SeedGrid) -> String { grid.protocolName }

  static func sizes(_ sizes: [Int]) -> String {
    sizes.map(String.init).joined(separator: "×")
  }

  private static func block(_ block: BlockSize) -> String {
    switch block {
    case .uniform(let side): "\(side)"
    case .perAxis(let sides): sizes(sides)
    }
  }

  private static func describe(_ rule: GammaRule) -> String {
    if case .fixed(let gamma) = rule { return "\(gamma)" }
    return "\(rule)"
  }

  private static func inputs(_ tensor: TensorBits) -> String {
    let shown = (0..<min(4, tensor.count)).map { "\(tensor[$0])" }.joined(separator: " ")
    return "input \(shown)\(tensor.count > 4 ? " …" : "")"
  }
}
