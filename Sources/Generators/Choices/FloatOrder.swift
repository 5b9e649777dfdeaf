/// The simple-first order of the numbers of one float format: a permutation of its bit patterns.
///
/// With p = ``FloatWidth/fractionBits`` + 1, magnitudes come in five groups:
/// - the whole numbers 0, 1, 2, … below 2ᵖ, so that 3 is simpler than 0.1;
/// - the other numbers from 1 on, by exponent, those with fewer binary places first;
/// - the numbers below 1, 0.5 first, then by falling exponent, fewer binary places first;
/// - the whole numbers from 2ᵖ on, ascending;
/// - infinity, the quiet NaN, and the other NaNs.
///
/// Each magnitude is followed at once by its negative: +0, −0, 1, −1, 2, …
struct FloatOrder {
  let width: FloatWidth

  private var fraction: UInt64 { UInt64(width.fractionBits) }
  private var block: UInt64 { 1 &<< fraction }
  private var bias: UInt64 { (1 &<< UInt64(width.exponentBits &- 1)) &- 1 }
  private var signBit: UInt64 { 1 &<< UInt64(width.bitCount &- 1) }

  /// The number of whole numbers in the first group: 2ᵖ.
  private var wholes: UInt64 { block &<< 1 }

  /// The rank at which exponent e of the second group begins: below it lie e blocks of
  /// 2^fraction numbers, without the 2⁰ + … + 2^(e−1) whole ones.
  private func mixedStart(_ exponent: UInt64) -> UInt64 {
    wholes &+ exponent &* block &- ((1 &<< exponent) &- 1)
  }
  private var smallStart: UInt64 { mixedStart(fraction) }
  private var subnormalStart: UInt64 { smallStart &+ (bias &- 1) &* block }
  private var largeStart: UInt64 { subnormalStart &+ block &- 1 }
  private var specialStart: UInt64 { largeStart &+ (bias &- fraction) &* block }

  /// The last index.
  var last: UInt64 { signBit &- 1 &+ signBit }

  /// The position of a bit pattern in the order.
  func index(ofPattern pattern: UInt64) -> UInt64 {
    let sign: UInt64 = pattern & signBit == 0 ? 0 : 1
    return rank(ofMagnitude: pattern & (signBit &- 1)) &<< 1 | sign
  }

  /// The bit pattern at a position; positions after ``last`` count as the last.
  func pattern(at index: UInt64) -> UInt64 {
    let inside = Swift.min(index, last)
    return magnitude(atRank: inside &>> 1) | (inside & 1 == 0 ? 0 : signBit)
  }

  private func reversed(_ bits: UInt64, count: UInt64) -> UInt64 {
    guard count > 0 else { return 0 }
    var source = bits
    var result: UInt64 = 0
    for _ in 0..<count {
      result = result &<< 1 | source & 1
      source &>>= 1
    }
    return result
  }

  private func rank(ofMagnitude magnitude: UInt64) -> UInt64 {
    let field = magnitude &>> fraction
    let low = magnitude & (block &- 1)
    if field == (bias &<< 1) &+ 1 { return specialStart &+ reversed(low, count: fraction) }
    if field == 0 {
      return low == 0 ? 0 : subnormalStart &+ reversed(low, count: fraction) &- 1
    }
    if field < bias {
      return smallStart &+ (bias &- 1 &- field) &* block &+ reversed(low, count: fraction)
    }
    let exponent = field &- bias
    if exponent > fraction { return largeStart &+ (exponent &- fraction &- 1) &* block &+ low }
    let places = fraction &- exponent
    let binaryPlaces = reversed(low & ((1 &<< places) &- 1), count: places)
    if binaryPlaces == 0 { return (block | low) &>> places }
    let position = binaryPlaces &<< exponent | low &>> places
    return mixedStart(exponent) &+ position &- (1 &<< exponent)
  }

  private func magnitude(atRank rank: UInt64) -> UInt64 {
    if rank < wholes {
      guard rank > 0 else { return 0 }
      let exponent = UInt64(63 &- rank.leadingZeroBitCount)
      return (bias &+ exponent) &<< fraction | (rank &<< (fraction &- exponent)) & (block &- 1)
    }
    if rank < smallStart {
      var exponent: UInt64 = 0
      while mixedStart(exponent &+ 1) <= rank { exponent &+= 1 }
      let places = fraction &- exponent
      let position = rank &- mixedStart(exponent) &+ (1 &<< exponent)
      let integer = position & ((1 &<< exponent) &- 1)
      return (bias &+ exponent) &<< fraction | integer &<< places
        | reversed(position &>> exponent, count: places)
    }
    if rank < subnormalStart {
      let offset = rank &- smallStart
      let field = bias &- 1 &- offset &>> fraction
      return field &<< fraction | reversed(offset & (block &- 1), count: fraction)
    }
    if rank < largeStart { return reversed(rank &- subnormalStart &+ 1, count: fraction) }
    if rank < specialStart {
      let offset = rank &- largeStart
      let field = bias &+ fraction &+ 1 &+ offset &>> fraction
      return field &<< fraction | offset & (block &- 1)
    }
    return ((bias &<< 1) &+ 1) &<< fraction | reversed(rank &- specialStart, count: fraction)
  }
}
