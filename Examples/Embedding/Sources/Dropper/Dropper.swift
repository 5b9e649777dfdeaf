/// Somebody else's DropBlock for images, with an interface and a random stream of its own.
///
/// Seeds fall where a block fits, with gamma of the paper's equation 1. Kept units are multiplied by
/// units / kept.
public struct Dropper: Sendable {
  /// The side of a dropped block; larger ones are cut to the map.
  public var blockSize: Int

  /// The share of units to drop, 0…1.
  public var rate: Double

  /// What is wrong with it.
  public var fault: Fault?

  /// Why a call can't be computed.
  public struct Refusal: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String

    /// A call that can't be computed, and why.
    public init(_ description: String) { self.description = description }
  }

  /// Creates a dropper.
  public init(blockSize: Int, rate: Double, fault: Fault? = nil) {
    self.blockSize = blockSize
    self.rate = rate
    self.fault = fault
  }

  /// Drops blocks of a batch of images.
  ///
  /// - Parameters:
  ///   - images: Sample by sample, channel by channel, row by row.
  ///   - size: Samples, channels, height, width.
  ///   - seed: The same seed drops the same blocks.
  ///   - isTraining: Nothing is dropped otherwise.
  public func callAsFunction(
    _ images: [Float], size: (Int, Int, Int, Int), seed: UInt64, isTraining: Bool
  ) throws -> [Float] {
    let (samples, channels, height, width) = size
    guard blockSize > 0 else {
      throw Refusal("blockSize is \(blockSize), not 1 or more")
    }
    guard (0...1).contains(rate) else { throw Refusal("rate is \(rate), not 0…1") }
    guard height > 0, width > 0, images.count == samples * channels * height * width else {
      throw Refusal("\(images.count) numbers are not \(size)")
    }
    guard isTraining, rate > 0 else { return images }
    let rows = min(blockSize, height)
    let columns = min(blockSize, width)
    let places = (height - rows + 1, width - columns + 1)
    let share = fault == .swapped ? 1 - rate : rate
    let gamma =
      share / Double(rows * columns) * Double(height * width) / Double(places.0 * places.1)
    var random = SplitMix(state: seed)
    var isDropped = [Bool](repeating: false, count: images.count)
    for map in 0..<samples * channels {
      for top in 0..<places.0 {
        for left in 0..<places.1 where random.uniform() < gamma {
          for row in top..<top + rows {
            for column in left..<left + columns {
              isDropped[(map * height + row) * width + column] = true
            }
          }
        }
      }
    }
    let kept = isDropped.count { !$0 }
    let scale = kept == 0 ? 0 : Float(Double(images.count) / Double(kept))
    return zip(images, isDropped).map { image, isDropped in
      if fault == .multiplied { return image * scale * (isDropped ? 0 : 1) }
      return isDropped ? 0 : image * scale
    }
  }
}

/// Random numbers from a seed (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
private struct SplitMix {
  var state: UInt64

  /// A number of 0..<1.
  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((word ^ word >> 31) >> 11) * 0x1p-53
  }
}
