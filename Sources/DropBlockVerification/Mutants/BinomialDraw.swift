import DropBlockPlatform

/// Independent seeds at some positions, drawn as a number of them and then as a set of that size.
struct BinomialDraw {
  private let count: Int

  /// Whether what is drawn are the positions without a seed: they are the fewer.
  private let isInverted: Bool

  /// The probability of at most k of them, for k = 0, 1, … as far as it is below 1.
  private let cumulative: [Double]

  init(count: Int, gamma: Double) {
    self.count = count
    isInverted = gamma > 0.5
    let share = isInverted ? 1 - gamma : gamma
    var probability = Double.exp(Double(count) * .log(onePlus: -share))
    var sum = probability
    var cumulative: [Double] = []
    for chosen in 0..<count where sum < 1 {
      cumulative.append(sum)
      probability *= share / (1 - share) * Double(count - chosen) / Double(chosen + 1)
      sum += probability
    }
    self.cumulative = cumulative
  }

  /// Draws seeds at the positions from `start` on.
  func draw(_ random: inout PCG32, from start: Int, into positions: inout [Int]) {
    let share = random.unit()
    let chosen = cumulative.firstIndex { share < $0 } ?? cumulative.count
    guard chosen > 0 || isInverted else { return }
    // Floyd's algorithm (Bentley, Floyd, 1987): every set of that size is as likely as any other.
    var isChosen = [Bool](repeating: false, count: count)
    for last in count - chosen..<count {
      let place = random.index(below: last + 1)
      isChosen[isChosen[place] ? last : place] = true
    }
    for place in 0..<count where isChosen[place] != isInverted { positions.append(start + place) }
  }
}
