import DropBlockContract

extension GoldenVectors {
  /// The cases as JSON: one line for each, so that a change shows as a line.
  static func cases(_ answers: [GoldenAnswer]) -> String {
    let lines = answers.map { describe($0).description }
    return """
      {"suite":"dropblock","vectors":\(JSON.string(version)),"tensors":"stages.safetensors","cases":[
      \(lines.joined(separator: ",\n"))
      ]}

      """
  }

  private static func describe(_ answer: GoldenAnswer) -> JSON {
    let stages = answer.stages
    let question = SubjectCase(answer.golden.request, input: TensorBits([], as: .float32))
    return [
      "name": .string(answer.golden.name),
      "about": .string(answer.golden.about),
      "request": .object(members(of: question)),
      "gamma": .number(stages.gamma),
      "gammaBits": .string(hexadecimal(stages.gamma)),
      "seedGridSizes": .integers(stages.seedGrid),
      "seeds": .string(KnownAnswers.packed(stages.seeds)),
      "mask": .string(KnownAnswers.packed(stages.mask)),
      "keptCounts": .integers(stages.keptCounts),
      "scales": .array(stages.scales.map { .number($0) }),
      "scaleBits": .strings(stages.scales.map { hexadecimal($0) }),
      "singleScaleBits": .strings(stages.scales.map { hexadecimal(Float($0).bitPattern) }),
    ]
  }

  /// Every stage and tensor of every case, as `CASE/seeds`, `CASE/float32/output` and so on.
  static func stages(_ answers: [GoldenAnswer]) throws(SafetensorsError) -> Safetensors {
    var parts: [(name: String, type: SafetensorsElementType, shape: [Int], data: [UInt8])] = []
    for answer in answers {
      let name = answer.golden.name
      let shape = answer.golden.request.shape
      let sizes = [shape.samples, shape.channels] + shape.spatial
      let stages = answer.stages
      let scopes = [stages.scales.count]
      parts += [
        ("\(name)/seeds", .bool, stages.seedGrid, stages.seeds.map { $0 ? 1 : 0 }),
        ("\(name)/mask", .bool, sizes, stages.mask.map { $0 ? 1 : 0 }),
        (
          "\(name)/kept_counts", .int64, scopes,
          stages.keptCounts.flatMap { count in
            (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
          }
        ),
        ("\(name)/scales", .float64, scopes, TensorBits(stages.scales).littleEndianBytes),
      ]
      for (question, result) in answer.results {
        let type = SafetensorsElementType(question.input.elementType)
        let folder = "\(name)/\(question.input.elementType.rawValue)"
        let tensors: [(String, TensorBits?)] = [
          ("input", question.input), ("output", result.output),
          ("output_gradient", question.outputGradient), ("input_gradient", result.inputGradient),
        ]
        for (role, tensor) in tensors {
          guard let tensor else { continue }
          parts.append(("\(folder)/\(role)", type, sizes, tensor.littleEndianBytes))
        }
      }
    }
    var file = Safetensors()
    try file.add(label: "suite", "dropblock")
    try file.add(label: "vectors", version)
    // Wide elements first, so that every tensor is aligned to its own width.
    for width in [8, 4, 2, 1] {
      for part in parts where part.type.byteCount == width {
        try file.add(part.name, part.type, shape: part.shape, data: part.data)
      }
    }
    return file
  }
}

extension SafetensorsElementType {
  /// The format of a tensor's elements.
  init(_ type: ElementType) {
    switch type {
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }
}
