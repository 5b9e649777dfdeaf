import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct FaultTests {
  @Test func `the property engine gives a fault back`() {
    let fault = Fault(
      .strayWrites, on: SampleFaults.question, .answer(.strayWrites(2)), magnitude: 3)
    guard case .fails(let failure) = PropertyOutcome.fails(fault) else { return }
    #expect(failure.fault == fault)
    #expect(failure.site == "stray writes" && failure.magnitude == 3)
    // What a corpus writes down.
    #expect(failure.description == "stray writes: violated, magnitude 3.0, \(fault.message)")
  }

  @Test func `a failure in a property's own words is a fault in them`() {
    let failure = PropertyFailure(site: "colour", kind: "wrong", magnitude: 2, message: "it is red")
    #expect(failure.fault == Fault(.custom("colour"), .custom("it is red"), magnitude: 2))
    #expect(PropertyFailure(site: "colour", kind: "wrong").fault.message == "wrong")
  }
}
