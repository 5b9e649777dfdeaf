import DropBlockContract
import DropBlockFast

/// The table of targets: what is measured when no shape is given.
enum BenchTable {
  /// Large tensors: the paper's, one with many small maps, one with few large ones, one with three
  /// axes.
  private static let large = [
    [32, 256, 56, 56], [32, 512, 28, 28], [32, 1024, 14, 14], [128, 2048, 7, 7],
    [8, 64, 112, 112], [2, 32, 16, 56, 56],
  ]

  /// Tensors that fit a processor's own cache.
  private static let small = [[1, 64, 28, 28], [1, 64, 56, 56]]

  /// Where the other configurations, types and layouts are measured.
  private static let usual = [32, 512, 28, 28]

  /// Tensors from so many bytes on are worth a second thread.
  private static let sharedBytes = 16 << 20

  /// Every group of the table.
  ///
  /// - Parameter isQuick: Only small tensors.
  static func groups(_ kernel: FastKernel, threads: Int, isQuick: Bool) -> [BenchGroup] {
    let paper = paper()
    let usual = isQuick ? [4, 64, 28, 28] : usual
    var groups = (isQuick ? [usual] : large).map { sizes in
      shape(sizes, paper, .float32, kernel, threads)
    }
    groups += small.map { sizes in
      let request = request(sizes, paper)
      var group = BenchGroup(request, .float32)
      let copy = group.add("memcpy", .copy, request, threads: threads)
      group.add(
        "forward", .forward, request, threads: threads, kernel, against: copy,
        .forward(.float32, .channelsFirst, bytes: group.byteCount, kernel: kernel))
      return group
    }
    groups.append(forward(usual, .channelsLast, .float32, kernel, threads))
    groups.append(forward(usual, .channelsFirst, .float16, kernel, threads))
    groups.append(forward(usual, .channelsFirst, .bfloat16, kernel, threads))
    groups.append(words(usual, kernel))
    groups.append(fresh(isQuick ? usual : large[0], kernel, threads))
    groups += configurations(usual, kernel, threads, isQuick: isQuick)
    return groups
  }

  /// The paper's configuration: block 7, p = 0.1, one mask per channel, the sparse sampler.
  static func paper() -> DropBlockConfiguration {
    DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
  }

  static func request(
    _ sizes: [Int], _ configuration: DropBlockConfiguration, _ layout: Layout = .channelsFirst
  ) -> DropBlockRequest {
    let shape = Shape(
      samples: sizes[0], channels: sizes[1], spatial: Array(sizes[2...]), layout: layout)
    return DropBlockRequest(configuration, shape: shape, key: 0)
  }

  /// Everything that is done to a large tensor.
  private static func shape(
    _ sizes: [Int], _ configuration: DropBlockConfiguration, _ type: ElementType,
    _ kernel: FastKernel, _ threads: Int
  ) -> BenchGroup {
    let request = request(sizes, configuration)
    var group = BenchGroup(request, type)
    group.addUsual(request, kernel, threads, [configuration.sampler])
    if group.byteCount >= sharedBytes, System.processorCount > 1 {
      group.add("forward, one thread", .forward, request, threads: 1, kernel, against: nil)
      group.add(
        "forward, two threads", .forward, request, threads: 2, kernel,
        against: group.cases.count - 1, .atLeast(1.6))
    }
    return group
  }

  private static func forward(
    _ sizes: [Int], _ layout: Layout, _ type: ElementType, _ kernel: FastKernel, _ threads: Int
  ) -> BenchGroup {
    let request = request(sizes, paper(), layout)
    var group = BenchGroup(request, type)
    let copy = group.add("memcpy", .copy, request, threads: threads)
    group.add(
      "forward", .forward, request, threads: threads, kernel, against: copy,
      .forward(type, layout, bytes: group.byteCount, kernel: kernel))
    return group
  }

  /// Random words: nearly all the time of dropping next to nothing by a word per unit.
  private static func words(_ sizes: [Int], _ kernel: FastKernel) -> BenchGroup {
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0)
    configuration.gammaRule = .fixed(1e-6)
    configuration.sampler = .bernoulli
    configuration.scale = .none
    let request = request(sizes, configuration)
    var group = BenchGroup(request, .float32)
    group.title = "random words, \(Text.grouped(group.units)) of them, one thread"
    let words = group.add("reference Philox", .referenceWords, request, threads: 1)
    group.add(
      "drop only, bernoulli", .drop, request, threads: 1, kernel, against: words,
      .large(.atLeast(8), bytes: group.byteCount))
    return group
  }

  /// As a user calls it: the pages of the output are handed out while it is written.
  private static func fresh(_ sizes: [Int], _ kernel: FastKernel, _ threads: Int) -> BenchGroup {
    let request = request(sizes, paper())
    var group = BenchGroup(request, .float32)
    group.title += ", output newly allocated"
    let copy = group.add("memcpy, new output", .freshCopy, request, threads: threads)
    group.add(
      "forward, new output", .freshForward, request, threads: threads, kernel, against: copy)
    return group
  }

  /// Other configurations: of each the worst ratio over p and block is what counts.
  private static func configurations(
    _ sizes: [Int], _ kernel: FastKernel, _ threads: Int, isQuick: Bool
  ) -> [BenchGroup] {
    let variants: [(String, (inout DropBlockConfiguration) -> Void)] = [
      ("paper", { _ in }),
      ("bernoulli sampler", { $0.sampler = .bernoulli }),
      ("whole grid", { $0.seedGrid = .whole(.lowerCentre) }),
      ("calibrated gamma", { $0.gammaRule = .calibrated }),
      ("scale per map", { $0.scale = .map }),
      ("channels share a mask", { $0.sharing = .channels }),
    ]
    return variants.map { name, change in
      var group = BenchGroup(request(sizes, paper()), .float32)
      group.title = "\(name), \(group.title)"
      group.isSummed = true
      let copy = group.add("memcpy", .copy, request(sizes, paper()), threads: threads)
      for p in isQuick ? [0.1, 0.5] : [0.01, 0.1, 0.25, 0.5] {
        for block in isQuick ? [1, 7] : [1, 3, 7, 14] {
          var configuration = DropBlockConfiguration(
            blockSize: .uniform(block), dropProbability: p)
          change(&configuration)
          group.add(
            "forward, p \(p.positional), block \(block)", .forward, request(sizes, configuration),
            threads: threads, kernel, against: copy,
            .large(.atMost(2), bytes: group.byteCount))
        }
      }
      return group
    }
  }
}

extension BenchGroup {
  /// A group without cases, titled by its tensor.
  init(_ request: DropBlockRequest, _ type: ElementType) {
    let shape = request.shape
    let isLast = shape.layout == .channelsLast
    let sizes =
      isLast
      ? [shape.samples] + shape.spatial + [shape.channels]
      : [shape.samples, shape.channels] + shape.spatial
    let bytes = Double(shape.unitCount) * Double(type.byteCount) / 1_048_576
    title =
      "\(Text.sizes(sizes))\(isLast ? " channels last" : ""), \(type.rawValue), "
      + "\(bytes.fixed(2)) MiB"
    self.type = type
    units = shape.unitCount
    cases = []
  }

  /// Adds the limits, and for each sampler everything that is done to a tensor.
  mutating func addUsual(
    _ request: DropBlockRequest, _ kernel: FastKernel, _ threads: Int, _ samplers: [Sampler]
  ) {
    let copy = add("memcpy", .copy, request, threads: threads)
    let copies = add("memcpy, two tensors", .copyTwice, request, threads: threads)
    let multiply =
      type == .float32 || type == .float64
      ? add("multiply in place", .multiply, request, threads: threads) : nil
    let forward = BenchTarget.forward(
      type, request.shape.layout, bytes: byteCount, kernel: kernel)
    for sampler in samplers {
      var request = request
      request.configuration.sampler = sampler
      let isSparse = sampler == .sparse
      let suffix = samplers.count > 1 ? ", \(sampler.rawValue)" : ""
      add(
        "forward" + suffix, .forward, request, threads: threads, kernel, against: copy,
        isSparse ? forward : .large(.atMost(2), bytes: byteCount))
      add(
        "in place" + suffix, .inPlace, request, threads: threads, kernel,
        against: multiply ?? copy, isSparse && multiply != nil ? forward : nil)
      add(
        "forward+backward" + suffix, .forwardBackward, request, threads: threads, kernel,
        against: copies, isSparse ? forward : nil)
      add(
        "drop only" + suffix, .drop, request, threads: threads, kernel, against: copy,
        isSparse ? .large(.atMost(0.25), bytes: byteCount) : nil)
    }
  }
}
