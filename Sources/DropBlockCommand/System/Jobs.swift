import Dispatch
import Synchronization

/// Independent pieces of work on several processors.
enum Jobs {
  /// Does `work` for each index below `count`, on at most `jobs` threads at a time, in the order of
  /// the indices as far as that goes.
  ///
  /// After an error no new piece is begun.
  ///
  /// - Parameters:
  ///   - progress: Called on the caller's thread now and then with how many pieces are done.
  /// - Returns: The results, in order.
  /// - Throws: The first error that a piece of work threw.
  static func map<Result: Sendable>(
    _ count: Int, jobs: Int, progress: (Int) -> Void = { _ in },
    _ work: @escaping @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let shared = Shared<Result>(count)
    let threads = DispatchGroup()
    for _ in 0..<max(1, min(jobs, count)) {
      DispatchQueue.global().async(group: threads) { shared.takeAll(work) }
    }
    while threads.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
      progress(shared.done)
    }
    return try shared.results()
  }
}

/// What the threads of a row of jobs share.
private final class Shared<Result: Sendable>: Sendable {
  private struct State: Sendable {
    var results: [Result?]
    var next = 0
    var done = 0
    var error: (any Error)?
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(results: Array(repeating: nil, count: count))) }

  var done: Int { state.withLock { $0.done } }

  func results() throws -> [Result] {
    try state.withLock { state in
      if let error = state.error { throw error }
      return state.results.compactMap { $0 }
    }
  }

  /// Takes one piece after another until none is left.
  func takeAll(_ work: (Int) throws -> Result) {
    while let index = take() {
      do {
        let result = try work(index)
        state.withLock {
          $0.results[index] = result
          $0.done += 1
        }
      } catch {
        state.withLock { $0.error = $0.error ?? error }
      }
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.error == nil, state.next < state.results.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}
