import DropBlockPlatform

/// Evidence against the exact law, kept apart by every value of every option and by every two values.
///
/// A bettor for each departure and each such cell starts with 1, and bets in the calls that have these
/// values. The evidence of all of them is a mean of their capitals with weights that are fixed
/// beforehand, and so a martingale that begins at 1, whatever depends on what: by Ville's inequality it
/// ever reaches 1/α with probability α at most.
struct OptionEvidence {
  /// The values of the options, as all cells number them.
  let values: [OptionValue]

  private let numbers: [OptionValue: Int]
  private let pairs: Int
  private var capitals: [Cell: [Double]] = [:]
  private var likelihoods: [Cell: [Double]] = [:]

  /// The capitals without what the calls gave in which something came that can't be.
  private var gains: [Cell: [Double]] = [:]
  private var totals: [Cell: Total] = [:]

  /// The largest evidence there has been.
  private(set) var logEvidence = 0.0

  /// Some values, by their numbers: none, one, or two in ascending order.
  private struct Cell: Hashable {
    let first: Int
    let second: Int

    static let all = Cell(first: -1, second: -1)

    /// How many values it has.
    var depth: Int { first < 0 ? 0 : first == second ? 1 : 2 }

    /// By the number of values, and then by their numbers.
    var order: (Int, Int, Int) { (depth, first, second) }
  }

  /// What has been seen of a cell.
  private struct Total {
    var calls = 0
    var maps = 0
    var expectedBlocks = 0.0
    var expectedUnits = 0.0
    var droppedUnits = 0.0
    var units = 0.0

    /// How many calls leave nothing to chance, and in how many of these it came otherwise.
    var certain = 0
    var impossible = 0

    /// How many calls were NaN throughout.
    var undefined = 0

    /// The call that speaks most for each departure that is bet on, and by how much.
    var telling = Evidence.Departure.bets.map { _ in Telling() }

    /// The call that speaks most for something else; one in which something came that can't be, if any.
    var most = Telling()
  }

  /// A call that speaks for something, by how much.
  private struct Telling {
    var call = 0
    var logFactor = -Double.infinity

    /// Takes in another call; of equals the first stays.
    mutating func add(_ call: Int, _ logFactor: Double) {
      if logFactor > self.logFactor { self = Telling(call: call, logFactor: logFactor) }
    }
  }

  /// How many calls there were.
  private var calls = 0

  /// No evidence yet.
  ///
  /// - Parameters:
  ///   - values: All values of all options.
  ///   - pairs: How many pairs of them there may be.
  init(_ values: [OptionValue], pairs: Int) {
    self.values = values
    numbers = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    self.pairs = max(pairs, 1)
  }

  /// ln of the capital at which a cell by itself makes the evidence reach a level.
  ///
  /// - Parameters:
  ///   - logLevel: ln of the level.
  ///   - depth: How many values the cell has.
  func logThreshold(_ logLevel: Double, depth: Int) -> Double {
    let cells = [1, values.count, pairs][min(max(depth, 0), 2)]
    return logLevel + Double.log(Double(3 * cells * Evidence.Departure.bets.count))
  }

  /// Takes in what a call dropped.
  ///
  /// - Parameters:
  ///   - dropped: Its independent maps.
  ///   - law: The law of the call.
  ///   - values: The values of its options.
  ///   - isUndefined: Whether it was NaN throughout, and so counts as dropped whole.
  mutating func add(
    _ dropped: [MaskBits], _ law: CallLaw, _ values: [OptionValue], isUndefined: Bool = false
  ) {
    let factors = law.logFactors(dropped)
    let units = Double(law.units * law.maps)
    let isImpossible = law.isImpossible(dropped)
    for cell in cells(of: values) {
      let known = capitals[cell] ?? Array(repeating: 0, count: factors.count)
      capitals[cell] = zip(known, factors).map { $0 + $1 }
      let possible = isImpossible ? factors.map { _ in 0 } : factors
      let gained = gains[cell] ?? Array(repeating: 0, count: factors.count)
      gains[cell] = zip(gained, possible).map { $0 + $1 }
      let fits = likelihoods[cell] ?? Array(repeating: 0, count: factors.count)
      likelihoods[cell] = zip(fits, zip(Evidence.Departure.bets, possible)).map {
        $0 + Self.fit($1.0, $1.1)
      }
      var total = totals[cell] ?? Total()
      total.calls += 1
      total.maps += law.maps
      total.expectedBlocks += law.expectedBlocks
      total.expectedUnits += law.share * units
      total.droppedUnits += Double(dropped.reduce(0) { $0 + $1.dropped })
      total.units += units
      if law.share <= 0 || law.share >= 1 { total.certain += 1 }
      if isImpossible { total.impossible += 1 }
      if isUndefined { total.undefined += 1 }
      for index in possible.indices { total.telling[index].add(calls, possible[index]) }
      total.most.add(calls, isImpossible ? .infinity : possible.max() ?? 0)
      totals[cell] = total
    }
    calls += 1
    logEvidence = max(logEvidence, merged)
  }

  /// The cells of a call with these values: all calls, each value, each pair.
  private func cells(of values: [OptionValue]) -> [Cell] {
    let numbers = values.compactMap { self.numbers[$0] }.sorted()
    var cells = [Cell.all] + numbers.map { Cell(first: $0, second: $0) }
    for (index, first) in numbers.enumerated() {
      for second in numbers[(index + 1)...] { cells.append(Cell(first: first, second: second)) }
    }
    return cells
  }

  /// A third of the capital is with all calls, a third with single values, a third with pairs.
  private var merged: Double {
    let departures = Evidence.Departure.bets.count
    // A cell that was never met has 1 as well.
    let counts = [1, values.count, pairs].map { Double($0 * departures) }
    var logs: [[Double]] = [[], [], []]
    for (cell, capital) in capitals { logs[cell.depth] += capital }
    return Double.logMeanExp(
      zip(logs, counts).map { logs, count in
        let rest = count - Double(logs.count)
        let all = rest > 0 ? logs + [Double.log(rest)] : logs
        return Double.logMeanExp(all) + Double.log(Double(all.count) / count)
      })
  }

  /// How well a departure fits a call, for naming it: one large call does not outweigh many, and one that
  /// contradicts it rules it out, or nearly.
  private static func fit(_ departure: Evidence.Departure, _ logFactor: Double) -> Double {
    switch departure {
    case .half, .double: max(min(logFactor, 12), -30)
    case .nothing, .everything, .impossible, .unnamed: logFactor < 0 ? -30 : min(logFactor, 12)
    // One of two numbers is guessed, at the cost of a factor of 2 at most.
    case .fixedCount: logFactor < -1 ? -30 : min(logFactor, 12)
    }
  }

  /// The cell and the departure to be named.
  ///
  /// - Parameter logLevel: ln of the level at which the evidence is enough. A bettor by itself has to
  ///   have as much, and the share must be off in the direction that he says; else nothing is named.
  /// - Returns: What is named, and the number of the call in that cell that speaks most for it.
  func strongest(_ logLevel: Double) -> (options: Evidence.Options, call: Int)? {
    let found =
      best(of: likelihoods, logLevel) ?? impossible ?? best(of: gains, logLevel)
      ?? (cell: Cell.all, departure: .unnamed)
    guard let total = totals[found.cell] else { return nil }
    let telling = Evidence.Departure.bets.firstIndex(of: found.departure).map { total.telling[$0] }
    let options = Evidence.Options(
      values: values(of: found.cell), departure: found.departure, calls: total.calls,
      maps: total.maps, expectedBlocks: total.expectedBlocks,
      expectedShare: total.expectedUnits / max(total.units, 1),
      share: total.droppedUnits / max(total.units, 1), certainCalls: total.certain,
      impossibleCalls: total.impossible, undefinedCalls: total.undefined, logEvidence: logEvidence)
    return (options, (telling ?? total.most).call)
  }

  /// Where something was seen that can't be: the cell with the largest part of such calls, and of equals
  /// the one with most of them and the fewest values.
  private var impossible: (cell: Cell, departure: Evidence.Departure)? {
    var best: (cell: Cell, part: Double, count: Int)?
    for cell in totals.keys.sorted(by: { $0.order < $1.order }) {
      guard let total = totals[cell], total.impossible > 0 else { continue }
      let part = Double(total.impossible) / Double(max(total.certain, 1))
      if let best, (part, total.impossible) <= (best.part, best.count) { continue }
      best = (cell, part, total.impossible)
    }
    return best.map { ($0.cell, .impossible) }
  }

  /// The cell and the departure with the largest number; nil where none is above 0.
  private func best(
    of numbers: [Cell: [Double]], _ logLevel: Double
  ) -> (cell: Cell, departure: Evidence.Departure)? {
    var best: (cell: Cell, departure: Evidence.Departure)?
    var most = 0.0
    // Where everything is dropped, twice the gamma would do as well.
    let departures: [Evidence.Departure] = [.nothing, .everything, .half, .double, .fixedCount]
    for cell in numbers.keys.sorted(by: { $0.order < $1.order }) {
      guard let total = totals[cell] else { continue }
      let known = Dictionary(
        uniqueKeysWithValues: zip(Evidence.Departure.bets, numbers[cell] ?? []))
      let gained = Dictionary(
        uniqueKeysWithValues: zip(Evidence.Departure.bets, gains[cell] ?? []))
      for departure in departures {
        guard let number = known[departure], number > most + 1e-6,
          gained[departure] ?? 0 >= logLevel, Self.agrees(departure, total)
        else { continue }
        best = (cell, departure)
        most = number
      }
    }
    return best
  }

  /// Whether the share of a cell is off in the direction of a departure.
  private static func agrees(_ departure: Evidence.Departure, _ total: Total) -> Bool {
    switch departure {
    case .nothing: total.droppedUnits == 0
    case .everything: total.droppedUnits == total.units
    case .half: total.droppedUnits < total.expectedUnits
    case .double: total.droppedUnits > total.expectedUnits
    case .fixedCount, .impossible, .unnamed: true
    }
  }

  /// The values of a cell.
  private func values(of cell: Cell) -> [OptionValue] {
    cell == .all ? [] : Set([cell.first, cell.second]).sorted().map { values[$0] }
  }
}
