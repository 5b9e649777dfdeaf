import DropBlockContract

/// A case in words, short enough for one line of a report.
enum CaseDescription {
  static func describe(_ question: SubjectCase) -> String {
    var words = [describe(question.request), question.input.elementType.rawValue]
    words.append(inputs(question.input))
    if question.outputGradient != nil { words.append("with a gradient") }
    if question.inPlace { words.append("in place") }
    if let threads = question.threads { words.append("\(threads) threads") }
    if question.continues { words.append("continuing") }
    return words.joined(separator: ", ")
  }

  static func describe(_ request: DropBlockRequest) -> String {
    let c = request.configuration
    let s = request.shape
    var words = [
      "\(s.samples) samples × \(s.channels) channels × map \(sizes(s.spatial))",
      "block \(block(c.blockSize))", "p \(c.dropProbability)",
    ]
    if c.seedGrid != .valid { words.append("grid \(name(of: c.seedGrid))") }
    if c.gammaRule != .paper { words.append("gamma \(describe(c.gammaRule))") }
    if c.gammaFactor != 1 { words.append("gamma factor \(c.gammaFactor)") }
    if c.sharing.contains(.channels) { words.append("shared over channels") }
    if c.sharing.contains(.samples) { words.append("shared over samples") }
    if c.scale != .tensor { words.append("scale \(c.scale)") }
    words.append(c.sampler.rawValue)
    if c.oversizedBlock == .refused { words.append("larger blocks refused") }
    if s.layout != .channelsFirst { words.append("\(s.layout)") }
    if request.firstSample != 0 { words.append("first sample \(request.firstSample)") }
    if request.mode == .inference { words.append("inference") }
    words.append("key 0x\(String(request.key, radix: 16))")
    return words.joined(separator: ", ")
  }

  static func name(of grid: SeedGrid) -> String {
    switch grid {
    case .valid: "valid"
    case .whole(let anchor): "whole.\(anchor.rawValue)"
    }
  }

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

  private static func inputs(_ tensor: Tensor) -> String {
    let shown = (0..<min(4, tensor.count)).map { "\(tensor[$0])" }.joined(separator: " ")
    return "input \(shown)\(tensor.count > 4 ? " …" : "")"
  }
}
