import DropBlockContract
import DropBlockGenerators
import DropBlockVerification
import Foundation
import Testing

/// Without `DropBlockFoundation`, an error of a known type still says what it says.
@Suite struct LocalizedDescriptionTests {
  @Test func `the error of a call to an engine`() {
    do throws(DropBlockError) {
      throw .group(5)
    } catch {
      #expect(error.localizedDescription == "group 5; 1…4 are admissible")
    }
  }

  @Test func `the errors of the other libraries`() {
    #expect(TokenError.stale.localizedDescription == TokenError.stale.description)
    let reason = CorpusProblem.Reason.newer("line 3")
    #expect(reason.localizedDescription == "written by a newer version: line 3")
    let rejection = Rejection(assuming: "x > 0")
    #expect(rejection.localizedDescription == "x > 0: precondition not met")
    let failure = SubjectFailure(.closedPipe)
    #expect(failure.localizedDescription == "closed its output without answering")
    let malformed = ProtocolError.malformed("x")
    #expect(malformed.localizedDescription == malformed.description)
    let npy = NPYError(.boolean(2), at: 7)
    #expect(npy.localizedDescription == npy.description)
    let twice = SafetensorsError.duplicateName("w")
    #expect(twice.localizedDescription == "the name 'w' is there twice")
    let refused = GoldenVectorsError.refused("plain")
    #expect(refused.localizedDescription == refused.description)
  }
}
