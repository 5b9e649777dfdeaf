import Synchronization

/// The children that live, so that all of them can be ended from another thread.
///
/// A child is taken out in the same step in which its status is taken: until then its number can't
/// belong to another process, so no signal ever goes astray.
final class ProcessRegistry: Sendable {
  /// The registry of every ``ProcessSubject`` that is not told otherwise.
  static let shared = ProcessRegistry()

  private struct State {
    var children: Set<Int32> = []
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Starts a child by `spawn`, unless the registry has been closed.
  func start<Child>(
    _ spawn: () -> Result<(Int32, Child), SubjectFailure>
  ) throws(SubjectFailure) -> Child {
    let result = state.withLock { state -> Result<Child, SubjectFailure> in
      guard !state.isClosed else {
        return .failure(SubjectFailure(.notStarted("all subjects are being ended")))
      }
      return spawn().map { identifier, child in
        state.children.insert(identifier)
        return child
      }
    }
    return try result.get()
  }

  /// Ends what is left of the group of a child that has ended, and takes the child's status.
  ///
  /// - Returns: nil if the child has not ended.
  func reap(_ child: Int32) -> ProcessEnd? {
    state.withLock { state in
      guard state.children.contains(child) else { return .unknown }
      guard SystemCalls.hasEnded(child) else { return nil }
      SystemCalls.send(SystemCalls.kill, toGroup: child)
      guard let end = SystemCalls.reap(child) else { return nil }
      state.children.remove(child)
      return end
    }
  }

  /// Forgets a child that can't be ended.
  func forget(_ child: Int32) { state.withLock { _ = $0.children.remove(child) } }

  /// Sends a signal to a child and its group.
  func send(_ signal: Int32, to child: Int32) {
    state.withLock { state in
      if state.children.contains(child) { SystemCalls.send(signal, toGroup: child) }
    }
  }

  /// Starts no further child, asks all to end, and after one second ends those that did not.
  func endAll() {
    state.withLock { state in
      state.isClosed = true
      for child in state.children { SystemCalls.send(SystemCalls.terminate, toGroup: child) }
    }
    let deadline = Deadline(seconds: 1)
    while !deadline.hasPassed, state.withLock({ !$0.children.allSatisfy(SystemCalls.hasEnded) }) {
      _ = SystemCalls.poll(reading: [], writing: [], milliseconds: 5)
    }
    state.withLock { state in
      for child in state.children { SystemCalls.send(SystemCalls.kill, toGroup: child) }
    }
  }
}
