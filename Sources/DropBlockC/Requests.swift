import CDropBlock
import DropBlockContract
import DropBlockFast

extension DropBlockRequest {
  /// The request that C's options and shape stand for; ranges are left to the engine to check.
  init(_ options: dropblock_options, _ shape: dropblock_shape) throws(CallFailure) {
    let shape = try Shape(shape)
    let sides = [options.block_size.0, options.block_size.1, options.block_size.2]
    var configuration = DropBlockConfiguration(
      blockSize: .perAxis(sides.prefix(shape.rank).map(Int.init(clamping:))),
      dropProbability: options.drop_probability)
    configuration.seedGrid = try Self.one(
      [.valid, .whole(.lowerCentre), .whole(.upperCentre), .whole(.corner)], options.seed_grid,
      "seed_grid")
    configuration.gammaRule = try Self.one(
      [.paper, .blockVolume, .calibrated, .fixed(options.gamma)], options.gamma_rule, "gamma_rule")
    configuration.gammaFactor = options.gamma_factor
    configuration.sharing = try Self.one(
      [[], .channels, .samples, [.channels, .samples]], options.sharing, "sharing")
    configuration.scale = try Self.one(
      [.tensor, .sample, .map, .fixed(options.fixed_scale), .none], options.scale_rule,
      "scale_rule")
    configuration.sampler = try Self.one([.sparse, .bernoulli], options.sampler, "sampler")
    _ = try Self.one([0], options.reserved, "reserved")
    configuration.oversizedBlock = options.refuse_oversized_block == 0 ? .clipped : .refused
    self.init(
      configuration, shape: shape, key: options.key,
      firstSample: Int(clamping: options.first_sample),
      mode: options.inference == 0 ? .training : .inference)
  }

  /// The value that a constant of the header stands for.
  static func one<Value>(
    _ values: [Value], _ constant: Int32, _ name: String
  ) throws(CallFailure) -> Value {
    guard values.indices.contains(Int(constant)) else {
      throw .badArgument("\(name) is \(constant); 0…\(values.count - 1) are admissible")
    }
    return values[Int(constant)]
  }
}

extension Shape {
  /// The shape that C's stands for; sizes are left to the engine to check.
  init(_ shape: dropblock_shape) throws(CallFailure) {
    let rank = Int(shape.rank)
    guard (1...3).contains(rank) else { throw .refused(.rank(rank)) }
    let sizes = [shape.spatial.0, shape.spatial.1, shape.spatial.2]
    let strides = [
      shape.strides.0, shape.strides.1, shape.strides.2, shape.strides.3, shape.strides.4,
    ]
    let layouts: [Layout] = [
      .channelsFirst, .channelsLast,
      .strided(strides.prefix(2 + rank).map(Int.init(clamping:))),
    ]
    self.init(
      samples: Int(clamping: shape.samples), channels: Int(clamping: shape.channels),
      spatial: sizes.prefix(rank).map(Int.init(clamping:)),
      layout: try DropBlockRequest.one(layouts, shape.layout, "layout"))
  }
}

extension FastEngine {
  /// The engine with the threads and the kernel that C's options ask for.
  init(_ options: dropblock_options) throws(CallFailure) {
    guard options.threads >= 0 else {
      throw .badArgument(
        "threads is \(options.threads); 0…256 are admissible, more count as 256")
    }
    var kernel: FastKernel?
    if options.kernel != 0 {
      guard let name = Kernels.names[options.kernel] else {
        let most = Kernels.names.keys.max() ?? 0
        throw .badArgument("kernel is \(options.kernel); 0…\(most) are admissible")
      }
      kernel = try refusing { () throws(DropBlockError) in try FastKernel.named(name) }
    }
    self.init(threads: options.threads == 0 ? nil : Int(options.threads), kernel: kernel)
  }
}
