/// Where each unit of a tensor lies in memory.
public enum Layout: Sendable, Hashable {
  /// Sample, channel, spatial axes: NCHW and its one- and three-dimensional kin, without gaps.
  case channelsFirst

  /// Sample, spatial axes, channel: NHWC and its one- and three-dimensional kin, without gaps.
  case channelsLast

  /// The distance in elements between neighbours along each logical axis (sample, channel,
  /// S₁, …, S_d), each at least 1; different units must not share an element.
  ///
  /// Elements that belong to no unit are neither read nor written.
  case strided([Int])
}
