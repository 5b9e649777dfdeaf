/// The sizes of one input tensor and the order in which it lies in memory.
///
/// A tensor has N samples, C channels and one to three spatial axes S₁…S_d. Its *logical* order is
/// always sample, channel, S₁, …, S_d, row-major; masks and random numbers are counted in that
/// order. `layout` says where each unit lies in memory.
///
/// Any size may be zero: the tensor is then empty, and so is every result. A negative size, a rank
/// outside 1…3, or sizes whose product leaves `Int` are refused by ``validate()``.
public struct Shape: Sendable, Hashable {
  /// N, the number of samples; 0 or more.
  public var samples: Int

  /// C, the number of channels of each sample; 0 or more.
  public var channels: Int

  /// S₁…S_d, the sizes of the one to three spatial axes; each 0 or more.
  public var spatial: [Int]

  /// Where each unit lies in memory.
  public var layout: Layout

  /// Creates a shape; nothing is checked until ``validate()``.
  public init(samples: Int, channels: Int, spatial: [Int], layout: Layout = .channelsFirst) {
    self.samples = samples
    self.channels = channels
    self.spatial = spatial
    self.layout = layout
  }

  /// The number of spatial axes, d.
  public var rank: Int { spatial.count }

  /// The number of maps, N · C; meaningful once ``validate()`` has passed.
  public var mapCount: Int { samples * channels }

  /// The number of units in one map, ΠSᵢ; meaningful once ``validate()`` has passed.
  public var unitsPerMap: Int { spatial.reduce(1, *) }

  /// The number of units in the tensor; meaningful once ``validate()`` has passed.
  public var unitCount: Int { mapCount * unitsPerMap }
}

extension Shape {
  /// One spatial axis, channels first: samples, channels, width.
  public static func ncw(_ samples: Int, _ channels: Int, _ width: Int) -> Shape {
    Shape(samples: samples, channels: channels, spatial: [width])
  }

  /// One spatial axis, channels last: samples, width, channels.
  public static func nwc(_ samples: Int, _ width: Int, _ channels: Int) -> Shape {
    Shape(samples: samples, channels: channels, spatial: [width], layout: .channelsLast)
  }

  /// Two spatial axes, channels first: samples, channels, height, width.
  public static func nchw(_ samples: Int, _ channels: Int, _ height: Int, _ width: Int) -> Shape {
    Shape(samples: samples, channels: channels, spatial: [height, width])
  }

  /// Two spatial axes, channels last: samples, height, width, channels.
  public static func nhwc(_ samples: Int, _ height: Int, _ width: Int, _ channels: Int) -> Shape {
    Shape(samples: samples, channels: channels, spatial: [height, width], layout: .channelsLast)
  }

  /// Three spatial axes, channels first: samples, channels, depth, height, width.
  public static func ncdhw(
    _ samples: Int, _ channels: Int, _ depth: Int, _ height: Int, _ width: Int
  ) -> Shape {
    Shape(samples: samples, channels: channels, spatial: [depth, height, width])
  }

  /// Three spatial axes, channels last: samples, depth, height, width, channels.
  public static func ndhwc(
    _ samples: Int, _ depth: Int, _ height: Int, _ width: Int, _ channels: Int
  ) -> Shape {
    Shape(
      samples: samples, channels: channels, spatial: [depth, height, width], layout: .channelsLast)
  }
}
