import Dispatch
import Synchronization
import DropBlockContract
import DropBlockVerification

/// Trials that are run several at a time; each has a subject of its own.
final class TrialQueue<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    var results: [(index: Int, result: Result)] = []
  }

  private let trials: [@Sendable () -> Result]
  private let state = Mutex(State())
  private let finished = DispatchSemaphore(value: 0)

  init(_ trials: [@Sendable () -> Result]) { self.trials = trials }

  /// Runs all of them once.
  ///
  /// - Parameters:
  ///   - jobs: How many at a time.
  ///   - report: Called on this thread with each result, in the order in which they come in.
  func run(jobs: Int, _ report: (_ index: Int, _ result: Result) -> Void) {
    for _ in 0..<Swift.min(jobs, trials.count) {
      DispatchQueue.global().async { self.work() }
    }
    for _ in trials {
      finished.wait()
      let (index, result) = state.withLock { $0.results.removeFirst() }
      report(index, result)
    }
  }

  /// Runs one trial after the other until none is left.
  private func work() {
    while let index = take() {
      let result = trials[index]()
      state.withLock { $0.results.append((index, result)) }
      finished.signal()
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < trials.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}

/// The results of trials, put back in order: a row holds those of one subject, a key each.
struct TrialRows {
  private let keys: Int
  private var waiting: [Int: TrialResult] = [:]

  /// The rows that are complete, each in the order of its keys.
  private(set) var finished: [[TrialResult]] = []

  /// How many results have come in.
  private(set) var count = 0

  init(keys: Int) { self.keys = keys }

  /// Takes a result in.
  ///
  /// - Returns: The rows that are now complete, and come next.
  mutating func add(_ result: TrialResult, at index: Int) -> [[TrialResult]] {
    waiting[index] = result
    count += 1
    var rows: [[TrialResult]] = []
    while true {
      let first = finished.count * keys
      let row = (first..<first + keys).compactMap { waiting[$0] }
      guard row.count == keys else { return rows }
      for index in first..<first + keys { waiting[index] = nil }
      finished.append(row)
      rows.append(row)
    }
  }

  /// Which part of some number of trials has come in.
  func share(of trials: Int) -> Double { Double(count) / Double(Swift.max(trials, 1)) }
}
