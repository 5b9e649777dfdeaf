import DropBlockContract

extension DropBlockRequest {
  /// Request `number` of a fixed series of tiny ones, that between them use every option.
  static func tiny(_ number: Int) -> DropBlockRequest {
    var choices = Choices(number)
    let rank = choices.int(1...3)
    let largest = [0, 150, 14, 6][rank]
    let spatial = (0..<rank).map { _ in choices.int(1...largest) }
    var configuration = DropBlockConfiguration(
      blockSize: .perAxis(spatial.map { choices.int(1...min($0 + 2, 80)) }),
      dropProbability: choices.one([0.01, 0.1, 0.3, 0.7, 1]))
    configuration.seedGrid = choices.one([
      .valid, .valid, .whole(.lowerCentre), .whole(.upperCentre), .whole(.corner),
    ])
    // A gamma of its own: the oracle derives seeds and masks from it, whatever rule made it.
    configuration.gammaRule = .fixed(choices.one([0.002, 0.02, 0.1, 0.5, 0.9, 1, 1e-12]))
    configuration.sharing = MaskSharing(rawValue: UInt8(choices.int(0...3)))
    configuration.scale = choices.one([.tensor, .tensor, .sample, .map, .fixed(1.25), .none])
    configuration.sampler = choices.one([.sparse, .bernoulli])
    var shape = Shape(samples: choices.int(1...3), channels: choices.int(1...5), spatial: spatial)
    shape.layout = choices.one([.channelsFirst, .channelsLast, shape.padded(&choices)])
    return DropBlockRequest(
      configuration, shape: shape, key: choices.next(),
      firstSample: choices.one([0, 0, 1, 5, 1 << 33]))
  }

  /// Gamma as the request fixes it.
  var fixedGamma: Double {
    guard case .fixed(let gamma) = configuration.gammaRule else { return .nan }
    return gamma
  }
}

extension Shape {
  /// Strides in a random order of the axes or in the usual one, with random gaps between them.
  func padded(_ choices: inout Choices) -> Layout {
    let sizes = [samples, channels] + spatial
    var axes = Array(sizes.indices.reversed())
    if choices.int(0...2) > 0 {
      for index in axes.indices { axes.swapAt(index, choices.int(0...index)) }
    }
    var strides = sizes
    var span = choices.one([1, 1, 2])
    for axis in axes {
      strides[axis] = span
      span *= sizes[axis]
      span += choices.one([0, 0, 1, 3])
    }
    return .strided(strides)
  }
}
