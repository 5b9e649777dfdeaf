import Testing
import DropBlockVerification

@Suite struct ProcessEndTests {
  @Test func `an end is described by its code or its signal`() {
    #expect(ProcessEnd.exited(3).description == "exit code 3")
    #expect(ProcessEnd.signalled(11).description == "signal 11 (SIGSEGV)")
    #expect(ProcessEnd.signalled(40).description == "signal 40")
    #expect(ProcessEnd.unknown.description == "in an unknown way")
  }
}
