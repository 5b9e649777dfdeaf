public import DropBlockContract

/// What a subject says of itself: who it is, which options it has, what it can be asked for.
///
/// The first entry of each list of options is the subject's default; a subject is judged by the law
/// of what it declares.
public struct SubjectDeclaration: Sendable, Hashable {
  /// A short name, such as `fast` or `torchvision.drop_block2d`.
  public var name: String

  /// The version of the implementation; never a branch name.
  public var version: String

  /// The seed grids it offers.
  public var seedGrids: [SeedGrid] = [.valid]

  /// The gamma rules it offers.
  public var gammaRules: [GammaRuleName] = [.paper]

  /// The kinds of sharing it offers.
  public var sharings: [MaskSharing] = [[]]

  /// The scale rules it offers.
  public var scales: [ScaleRuleName] = [.tensor]

  /// Which blocks it can be asked for.
  public var blocks = OfferedBlocks.any

  /// The normative samplers it offers; empty when its random stream is its own.
  public var samplers: [Sampler] = []

  /// What it does with a block that is larger than its map.
  public var oversizedBlocks: [OversizedBlock] = [.clipped]

  /// The number formats it takes.
  public var elementTypes: [ElementType] = [.float32]

  /// The numbers of spatial axes it takes.
  public var ranks: [Int] = [2]

  /// The memory layouts it takes.
  public var layouts: [LayoutName] = [.channelsFirst]

  /// The schedules it offers.
  public var schedules: [ScheduleName] = []

  /// The stages it reveals.
  public var reveals: Set<StageName> = []

  /// A constant it adds to the kept count before dividing, such as 1e-6; 0 for none.
  public var scaleEpsilon: Double = 0

  /// What else it can be asked for.
  public var capabilities: Set<SubjectCapability> = []

  /// Creates a declaration of the paper's options and no capabilities.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// The gamma rules by name, without their values.
public enum GammaRuleName: String, Sendable, Hashable, CaseIterable {
  case paper, blockVolume, calibrated, fixed
}

/// The scale rules by name, without their values.
///
/// ``expectation`` is the fixed scale 1 / (1 − p), with the p of each request.
public enum ScaleRuleName: String, Sendable, Hashable, CaseIterable {
  case tensor, sample, map, fixed, none, expectation
}

/// The memory layouts by name, without their strides.
public enum LayoutName: String, Sendable, Hashable, CaseIterable {
  case channelsFirst, channelsLast, strided
}

/// The schedules by name, without their values.
public enum ScheduleName: String, Sendable, Hashable, CaseIterable {
  case linear, paper, groups
}

/// The stages a subject may reveal.
public enum StageName: String, Sendable, Hashable, CaseIterable {
  case gamma, seeds, mask, keptCounts, scales, randomWords
}

/// What a subject can be asked for beyond a forward pass.
public enum SubjectCapability: String, Sendable, Hashable, CaseIterable {
  /// A gradient of the input, given that of the output.
  case backward

  /// Another forward pass of the same layer before the backward pass.
  case laterForward

  /// The same key gives the same answer.
  case keyed

  /// Random state that goes on from call to call.
  case continues

  /// A batch that begins at a later sample of a larger one.
  case firstSample

  /// A chosen number of threads.
  case threads

  /// Output in place of the input.
  case inPlace

  /// One block side per axis.
  case rectangularBlocks

  /// A factor on gamma.
  case gammaFactor

  /// Tensors of which a size is 0.
  case emptyTensors

  /// Schedules that go on after a stop.
  case resume
}
