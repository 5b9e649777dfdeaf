import Dispatch
import DropBlockPlatform
import Synchronization

/// What is done when the process is asked to end: Ctrl-C, `kill`, or a terminal that goes away.
///
/// Whoever has something half done adds a hook that undoes it, and removes the hook when it is done.
/// The hooks run on a thread of their own, the latest first, then the process ends by that signal.
final class Interruption: Sendable {
  /// The hooks of this process.
  static let shared = Interruption()

  private struct State {
    var hooks: [(number: Int, action: @Sendable () -> Void)] = []
    var next = 0
  }

  private let state = Mutex(State())
  private let begun = Atomic(false)

  /// Whether a signal has asked the process to end.
  var hasBegun: Bool { begun.load(ordering: .acquiring) }

  /// Begins something that an interruption must undo; no interruption falls between the two.
  ///
  /// - Parameters:
  ///   - work: Begins it; when it throws, there is nothing to undo.
  ///   - undo: Undoes it. It must not call this object.
  /// - Returns: What `work` returns, and a number by which the hook is removed.
  func begin<Failure: Error>(
    _ work: () throws(Failure) -> Int32, undo: @escaping @Sendable () -> Void
  ) throws(Failure) -> (result: Int32, hook: Int) {
    try state.withLock { (state) throws(Failure) in
      let result = try work()
      state.next += 1
      state.hooks.append((state.next, undo))
      return (result, state.next)
    }
  }

  /// Takes a step, and puts another action in the place of a hook's; no interruption falls between.
  ///
  /// When the step fails the hook stays as it was.
  ///
  /// - Parameters:
  ///   - step: What is done; it must not wait for anybody, since an interruption waits for it.
  ///   - action: What the hook does from then on. It must not call this object.
  func replace<Failure: Error>(
    _ number: Int, after step: () throws(Failure) -> Void,
    by action: @escaping @Sendable () -> Void
  ) throws(Failure) {
    try state.withLock { (state) throws(Failure) in
      try step()
      guard let index = state.hooks.firstIndex(where: { $0.number == number }) else { return }
      state.hooks[index].action = action
    }
  }

  /// Removes a hook; nothing happens when it is not there.
  func remove(_ number: Int) {
    state.withLock { $0.hooks.removeAll { $0.number == number } }
  }

  /// Runs all hooks, the latest first, forgets them, and then does the last thing.
  ///
  /// Nothing can begin meanwhile; so nothing can begin at all when `last` ends the process.
  func run(last: @Sendable () -> Void = {}) {
    state.withLock { state in
      for hook in state.hooks.reversed() { hook.action() }
      state.hooks = []
      last()
    }
  }

  /// Makes the signals that end a process run the hooks first, and a failed write an error.
  func install() {
    System.ignoreWriteSignals()
    let queue = DispatchQueue(label: "dropblock.interruption")
    for number in [SIGINT, SIGTERM, SIGHUP] where System.claim(number) {
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in
        // The handler holds its own source: it is wanted for as long as the process lives.
        withExtendedLifetime(source) {
          begun.store(true, ordering: .releasing)
          run { System.end(bySignal: number) }
        }
      }
      source.resume()
    }
  }
}
