import DropBlockPlatform

/// How many grid positions cover a unit, along one axis: a trapezoid, kept as its corners.
///
/// Along a frame of F = V + b′ − 1 the count rises 1, 2, … to the top m = min(b′, V), stays, and falls
/// again. The map is the window of S units from o on: the rise begins at o + 1, and the fall ends at
/// F − o − S + 1. So no histogram is ever as long as the axis, and sums of powers are geometric series.
struct CoverProfile: Sendable, Hashable {
  /// The counts that occur once each, below the top, on either side.
  let rise: Range<Int>
  let fall: Range<Int>
  /// m, and how many units have it.
  let top: Int
  let plateau: Int

  /// - Parameters: S, b′, V and o of the axis.
  init(map: Int, block: Int, grid: Int, offset: Int) {
    top = min(block, grid)
    let frame = grid + block - 1
    rise = min(offset + 1, top)..<top
    fall = min(frame - offset - map + 1, top)..<top
    plateau = map - rise.count - fall.count
  }

  /// Every count with the number of units that have it.
  func forEach(_ body: (_ count: Int, _ units: Double) -> Void) {
    for count in rise { body(count, 1) }
    for count in fall { body(count, 1) }
    body(top, Double(plateau))
  }

  /// Σ over the units of the axis of exp(count · `logarithm`), for a negative logarithm.
  ///
  /// A ramp from a to m − 1 is rᵃ (1 − rᵐ⁻ᵃ) / (1 − r); ``Double/expMinusOne(_:)`` keeps both differences exact to the
  /// last bits when r is close to 1.
  func sumOfPowers(logarithm: Double) -> Double {
    var sum = Double(plateau) * Double.exp(Double(top) * logarithm)
    for ramp in [rise, fall] where !ramp.isEmpty {
      let length = Double.expMinusOne(Double(ramp.count) * logarithm) / .expMinusOne(logarithm)
      sum += .exp(Double(ramp.lowerBound) * logarithm) * length
    }
    return sum
  }
}

extension CoverProfile {
  /// The exact expected dropped share of a map at a gamma (specification, section 9).
  ///
  /// The share of kept units is the mean of (1 − gamma) to the product of the axes' counts. The axis
  /// with the longest ramps is summed in closed form, the others count by count.
  static func expectedShare(_ profiles: [CoverProfile], gamma: Double) -> Double {
    1 - expectedKeptShare(profiles, gamma: gamma)
  }

  /// The exact expected share of kept units, which keeps its digits where the dropped share nears 1.
  static func expectedKeptShare(_ profiles: [CoverProfile], gamma: Double) -> Double {
    guard gamma > 0 else { return 1 }
    guard gamma < 1 else { return 0 }
    let sorted = profiles.sorted { $0.top < $1.top }
    let logarithm = Double.log(onePlus: -gamma)
    var kept = CompensatedSum()
    sorted[0].forEach { count0, units0 in
      sorted[1].forEach { count1, units1 in
        let rest = sorted[2].sumOfPowers(logarithm: Double(count0 * count1) * logarithm)
        kept.add(units0 * units1 * rest)
      }
    }
    let units = profiles.reduce(1.0) { product, axis in
      product * Double(axis.plateau + axis.rise.count + axis.fall.count)
    }
    return kept.value / units
  }

  /// T: the smallest integer in 0 … 2³² whose kept share at T / 2³² is at most (1 − p) + 2⁻⁴⁰.
  static func calibratedThreshold(_ profiles: [CoverProfile], dropProbability p: Double) -> UInt64 {
    let mostKept = (1 - p) + 0x1p-40
    var low: UInt64 = 0
    var high: UInt64 = 1 &<< 32
    while low < high {
      let middle = (low + high) / 2
      if expectedKeptShare(profiles, gamma: Double(middle) * 0x1p-32) <= mostKept {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}

/// A sum that carries its rounding errors along (Neumaier).
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  /// Adds one term.
  mutating func add(_ term: Double) {
    let next = sum + term
    lost += sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// The sum, rounded once more.
  var value: Double { sum + lost }
}
