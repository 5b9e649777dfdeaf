import Foundation
import Testing

@testable import Verification

@Suite struct ProcessRegistryTests {
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
}
