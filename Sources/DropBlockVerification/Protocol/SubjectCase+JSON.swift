import DropBlockContract

extension SubjectCase {
  /// The case as it stands in a run request.
  ///
  /// - Parameters:
  ///   - input: The index of the input in the blob table.
  ///   - outputGradient: The index of the gradient, if there is one.
  ///   - ownSampler: Whether the subject has no normative sampler.
  ///   - scale: The name of the scale that the subject offers; nil for that of the configuration.
  func json(
    input: Int, outputGradient: Int?, ownSampler: Bool, scale: ScaleRuleName? = nil
  ) -> JSON {
    let shape = request.shape
    let options = request.configuration
    let scale = scale ?? options.scale.protocolName
    var members: [(String, JSON)] = [
      ("samples", .integer(Int64(shape.samples))), ("channels", .integer(Int64(shape.channels))),
      ("spatial", .integers(shape.spatial)),
    ]
    switch shape.layout {
    case .channelsFirst: members += [("layout", "channelsFirst"), ("strides", nil)]
    case .channelsLast: members += [("layout", "channelsLast"), ("strides", nil)]
    case .strided(let strides):
      members += [("layout", "strided"), ("strides", .integers(strides))]
    }
    members += [
      ("blockSize", .integers(options.blockSize.given(rank: shape.rank))),
      ("dropProbability", .number(options.dropProbability)),
      ("seedGrid", .string(options.seedGrid.protocolName)),
      ("gammaRule", .string(options.gammaRule.protocolName.rawValue)),
    ]
    if case .fixed(let gamma) = options.gammaRule {
      members += [("gamma", .number(gamma))]
    } else {
      members += [("gamma", nil)]
    }
    members += [
      ("gammaFactor", .number(options.gammaFactor)),
      ("sharing", .strings(options.sharing.protocolNames)),
      ("scale", .string(scale.rawValue)),
    ]
    if case .fixed(let factor) = options.scale, scale == .fixed {
      members += [("fixedScale", .number(factor))]
    } else {
      members += [("fixedScale", nil)]
    }
    members += [
      ("sampler", ownSampler ? "own" : .string(options.sampler.rawValue)),
      ("oversizedBlock", .string(options.oversizedBlock.rawValue)),
      ("key", .key(request.key)),
      ("firstSample", .integer(Int64(request.firstSample))),
      ("mode", .string(request.mode.rawValue)), ("continues", .bool(continues)),
      ("threads", .optional(threads)), ("inPlace", .bool(inPlace)),
      ("input", .integer(Int64(input))), ("outputGradient", .optional(outputGradient)),
    ]
    // Only subjects that declare to know this field are sent it.
    if let laterKey { members.append(("laterKey", .key(laterKey))) }
    return .object(members)
  }

  /// The shape that a tensor of this case has in the blob table: that of the request in logical
  /// order, or one axis where the tensor does not fill it.
  func blobShape(of tensor: TensorBits) -> [Int] {
    let sizes = [request.shape.samples, request.shape.channels] + request.shape.spatial
    return BlobDescription.elementCount(sizes) == tensor.count ? sizes : [tensor.count]
  }
}

extension BlockSize {
  /// The sides as they were given, also inadmissible ones.
  func given(rank: Int) -> [Int] {
    switch self {
    case .uniform(let side): Array(repeating: side, count: rank)
    case .perAxis(let sides): sides
    }
  }
}

extension GammaRule {
  /// The rule without its value.
  var protocolName: GammaRuleName {
    switch self {
    case .paper: .paper
    case .blockVolume: .blockVolume
    case .calibrated: .calibrated
    case .fixed: .fixed
    }
  }
}

extension ScaleRule {
  /// The rule without its value.
  var protocolName: ScaleRuleName {
    switch self {
    case .tensor: .tensor
    case .sample: .sample
    case .map: .map
    case .fixed: .fixed
    case .none: .none
    }
  }
}

extension SubjectDeclaration {
  /// The name of the scale by which the subject is asked for that of a configuration.
  func scaleName(of configuration: DropBlockConfiguration) -> ScaleRuleName {
    guard case .fixed = configuration.scale, scales.contains(.expectation),
      configuration.hasExpectedScale || !scales.contains(.fixed)
    else { return configuration.scale.protocolName }
    return .expectation
  }
}

extension JSON {
  /// An array of integers.
  static func integers(_ values: [Int]) -> JSON { .array(values.map { .integer(Int64($0)) }) }

  /// A key, in hexadecimal digits.
  fileprivate static func key(_ key: UInt64) -> JSON {
    let digits = String(key, radix: 16)
    return .string("0x" + String(repeating: "0", count: 16 - digits.count) + digits)
  }

  /// An integer, or null.
  static func optional(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
}
