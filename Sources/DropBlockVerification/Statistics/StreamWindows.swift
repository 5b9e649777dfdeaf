import DropBlockPlatform

/// Finds stretches of units that are dropped and kept as an earlier stretch: a random stream that is
/// used twice, however far it has moved on.
///
/// The units of a call are one string of bits, in logical order; each is dropped with the same
/// probability P, independently. Every window at a multiple of its width is kept in a table, and every
/// window at any offset is looked up. Whether the next unit of two windows agrees is an event of
/// probability max(P, 1 − P) at most, whatever came before, and also where the windows overlap: both are
/// alike with at most its power, and any of n · m pairs with n · m times as much.
struct StreamWindows {
  /// How many units a window has.
  static let width = 128

  /// ln of a bound on the probability that two windows are alike.
  let logAgreement: Double

  /// ln of the probability that may be spent: more units than it allows are not compared.
  let logLevel: Double

  /// How many units were looked at.
  private(set) var units = 0

  /// The first two stretches that are alike.
  private(set) var found: Evidence.Overlap?

  private var seen: [Window: (stream: Int, unit: Int)] = [:]
  private var streams: [Stream] = []

  /// The bits of a window.
  private struct Window: Hashable {
    let low: UInt64
    let high: UInt64

    /// Whether some units are dropped and some are kept.
    var isMixed: Bool { (low | high) != 0 && (low & high) != .max }
  }

  /// The units of a call.
  private struct Stream {
    let bits: [UInt64]
    let count: Int
    let call: Int
    let key: UInt64?

    func isDropped(_ unit: Int) -> Bool { bits[unit / 64] >> UInt64(unit % 64) & 1 == 1 }

    /// The bits from a unit on; beyond the last there is a word of zeros.
    func window(_ unit: Int) -> Window {
      let (word, shift) = (unit / 64, UInt64(unit % 64))
      if shift == 0 { return Window(low: bits[word], high: bits[word + 1]) }
      return Window(
        low: bits[word] >> shift | bits[word + 1] << (64 - shift),
        high: bits[word + 1] >> shift | bits[word + 2] << (64 - shift))
    }
  }

  /// Nothing yet, of units that are dropped with a probability.
  init(probability: Double, logLevel: Double) {
    logAgreement = Double(Self.width) * Double.log(max(probability, 1 - probability))
    self.logLevel = logLevel
  }

  /// ln of a bound on the probability that any two windows of so many units are alike.
  func logProbability(units: Int) -> Double {
    let windows = Double(units) / Double(Self.width)
    return logAgreement + Double.log(max(windows * Double(units), 1))
  }

  /// Takes in the units of a call, unless there are too few or too many.
  mutating func add(_ masks: MaskWords, call: Int, key: UInt64?) {
    let count = masks.count * masks.units
    guard count >= Self.width, found == nil, logProbability(units: units + count) <= logLevel
    else { return }
    units += count
    let stream = Stream(bits: Self.string(masks), count: count, call: call, key: key)
    streams.append(stream)
    let number = streams.count - 1
    for unit in 0...count - Self.width {
      // A window joins the table when no window at hand overlaps it any more.
      if unit >= Self.width, unit % Self.width == 0 {
        let earlier = stream.window(unit - Self.width)
        if earlier.isMixed { seen[earlier] = (number, unit - Self.width) }
      }
      let window = stream.window(unit)
      guard let other = seen[window], window.isMixed else { continue }
      found = overlap(other, (number, unit))
      return
    }
    let last = (count / Self.width - 1) * Self.width
    let window = stream.window(last)
    if window.isMixed { seen[window] = (number, last) }
  }

  /// The stretches around two windows that are alike, as far as they are.
  private func overlap(
    _ first: (stream: Int, unit: Int), _ second: (stream: Int, unit: Int)
  ) -> Evidence.Overlap {
    let (one, two) = (streams[first.stream], streams[second.stream])
    var (start, other) = (first.unit, second.unit)
    while start > 0, other > 0, one.isDropped(start - 1) == two.isDropped(other - 1) {
      start -= 1
      other -= 1
    }
    var length = 0
    while start + length < one.count, other + length < two.count,
      one.isDropped(start + length) == two.isDropped(other + length)
    {
      length += 1
    }
    return Evidence.Overlap(
      first: .init(call: one.call, key: one.key, unit: start),
      second: .init(call: two.call, key: two.key, unit: other), units: length, looked: units,
      logProbability: logProbability(units: units), least: Self.width)
  }

  /// The units of all maps in a row, and two words of zeros behind them.
  private static func string(_ masks: MaskWords) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: (masks.count * masks.units + 63) / 64 + 2)
    for map in 0..<masks.count {
      for word in 0..<masks.wordsPerMap {
        let unit = map * masks.units + word * 64
        let value = masks.words[map * masks.wordsPerMap + word]
        let shift = UInt64(unit % 64)
        bits[unit / 64] |= value << shift
        if shift > 0 { bits[unit / 64 + 1] |= value >> (64 - shift) }
      }
    }
    return bits
  }
}
