import Foundation
import Testing

@testable import DropBlockVerification

@Suite(.timeLimit(.minutes(5))) struct ProcessRegistryTests {
  @Test func `a process that is not registered is neither signalled nor reaped`() {
    let registry = ProcessRegistry()
    registry.send(SystemCalls.terminate, to: getpid())
    #expect(registry.reap(getpid()) == .unknown)
  }

  @Test func `a closed registry starts nothing, and an empty one can be ended`() {
    let registry = ProcessRegistry()
    registry.endAll()
    var isCalled = false
    #expect(throws: SubjectFailure(.notStarted("all subjects are being ended"))) {
      try registry.start { () -> Result<(Int32, Void), SubjectFailure> in
        isCalled = true
        return .success((1, ()))
      }
    }
    #expect(!isCalled)
  }

  @Test func `a failed start registers nothing`() throws {
    let registry = ProcessRegistry()
    let failure = SubjectFailure(.notStarted("no"))
    #expect(throws: failure) {
      try registry.start { () -> Result<(Int32, Void), SubjectFailure> in .failure(failure) }
    }
  }

  @Test func `ending all ends a program that is being asked, and lets none start again`()
    async throws
  {
    let registry = ProcessRegistry()
    let script = "trap '' TERM; hello; request; : > \"$0\"; while :; do sleep 0.1; done"
    let marks = (0..<3).map { _ in ShellSubject.path() }
    defer { for mark in marks { try? FileManager.default.removeItem(atPath: mark) } }
    async let failures = withThrowingTaskGroup(of: SubjectFailure.self) { group in
      for mark in marks {
        group.addTask {
          // Waiting for a program takes a thread, of which the pool of tasks has few.
          try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
              continuation.resume(
                with: Result {
                  let subject = try ShellSubject.start(script, registry: registry, mark: mark)
                  return try ShellSubject.failure { try subject.run([ProcessSubjectTests.item]) }
                })
            }
          }
        }
      }
      return try await group.reduce(into: [SubjectFailure]()) { $0.append($1) }
    }
    for mark in marks {
      while !FileManager.default.fileExists(atPath: mark) {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
    registry.endAll()
    for failure in try await failures {
      ProcessSubjectTests.expect(failure, .died("signal 9 (SIGKILL)"))
    }
    let failure = try ShellSubject.failure { try ShellSubject.start("hello", registry: registry) }
    ProcessSubjectTests.expect(failure, .notStarted(""))
  }
}
