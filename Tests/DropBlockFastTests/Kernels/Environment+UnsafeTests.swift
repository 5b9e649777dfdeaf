import Testing

@testable import DropBlockFast

@Suite struct EnvironmentTests {
  // Processes of their own, since a variable is set for all tests of one.

  @Test func `a variable that is set has its value, be it empty`() async {
    await #expect(processExitsWith: .success) {
      for value in ["portable", "", "a = b, ∅ and spaces "] {
        forceKernel(value)
        #expect(environmentValue(FastKernel.variable) == value)
      }
    }
  }

  @Test func `a variable that is not set has none`() {
    #expect(environmentValue("DROPBLOCK_A_NAME_THAT_NOBODY_SETS") == nil)
    #expect(environmentValue("") == nil)
  }
}
