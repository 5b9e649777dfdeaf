/// How the elements of a ``Bulk`` follow from their positions; the earlier, the simpler.
public enum BulkPattern: String, Hashable, Sendable, CaseIterable {
  /// +0 everywhere.
  case zeros

  /// The simplest element everywhere but at a list of positions.
  case listed

  /// 1 everywhere.
  case ones

  /// 1, 2, 3, …, and 1 again behind the last whole number that the format counts to, or 4095.
  case counting

  /// 1, 1 + 1/64, 1 + 2/64, …, and 1 again behind 1 + 63/64.
  case rising

  /// +0 everywhere but 1 at one position, the key modulo the number of elements.
  case single

  /// 1, −1.5, 1, …
  case alternating

  /// Edge cases in turn, from the one that the key names: NaN, infinities, bounds, both zeros.
  case special

  /// Numbers of both signs and a magnitude of 0.5 up to 2, with all their places, from the key.
  case scattered

  /// Any bits, from the key.
  case random

  /// Whether a key belongs to the pattern.
  var hasKey: Bool {
    switch self {
    case .zeros, .listed, .ones, .counting, .rising, .alternating: false
    case .single, .special, .scattered, .random: true
    }
  }

  /// The patterns of a style, the simplest first.
  static func all(_ style: Bulk.Style) -> [BulkPattern] {
    switch style {
    case .any: anyPatterns
    case .moderate: moderatePatterns
    }
  }

  private static let anyPatterns = allCases.filter { $0 != .rising }
  private static let moderatePatterns: [BulkPattern] = [
    .ones, .listed, .rising, .alternating, .scattered,
  ]

  /// The bits of the element at a position; of the list, those of what is not on it.
  @inline(__always)
  func bits(at place: Int, key: UInt64, _ kind: Bulk.Kind) -> UInt64 {
    let width = kind.width
    let fraction = UInt64(width.fractionBits)
    let bias = (UInt64(1) &<< UInt64(width.exponentBits - 1)) - 1
    let signBit = UInt64(1) &<< UInt64(width.bitCount - 1)
    let one = bias &<< fraction
    switch self {
    case .zeros: return 0
    case .listed: return kind.style == .any ? 0 : one
    case .ones: return one
    case .counting:
      let period = 1 &<< Swift.min(width.fractionBits + 1, 12) - 1
      return FloatOrder(width: width).pattern(at: UInt64(place % period + 1) &<< 1)
    case .rising: return one | UInt64(place & 63) &<< (fraction - 6)
    case .single: return UInt64(place) == key % UInt64(kind.count) ? one : 0
    case .alternating:
      return place & 1 == 0 ? one : signBit | one | 1 &<< (fraction - 1)
    case .special:
      let infinity = (2 * bias + 1) &<< fraction
      let values: [16 of UInt64] = [
        one, infinity | 1 &<< (fraction - 1), infinity, infinity | signBit, signBit, 0, 1,
        1 | signBit, infinity - 1, (infinity - 1) | signBit, one | signBit, 3,
        (1 &<< fraction) - 1, 1 &<< fraction, one - 1, one + 1,
      ]
      return values[Int(truncatingIfNeeded: (UInt64(place) &+ key) & 15)]
    case .scattered:
      let word = Self.word(key, place)
      let exponent = bias - (word &>> 62 & 1)
      return (word &>> 63 == 1 ? signBit : 0) | exponent &<< fraction
        | word & ((1 &<< fraction) - 1)
    case .random: return Self.word(key, place) & (signBit | (signBit - 1))
    }
  }

  /// Word number `place` of a key.
  @inline(__always)
  private static func word(_ key: UInt64, _ place: Int) -> UInt64 {
    CaseStream.finalise(
      CaseStream.finalise(key) &+ (UInt64(truncatingIfNeeded: place) &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }
}
