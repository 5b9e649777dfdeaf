import Testing

@testable import DropBlockCommand

struct TimingTests {
  @Test func `quartiles are interpolated between the sorted values`() {
    #expect(Timing.quartiles([5, 1, 4, 2, 3]) == (2, 3, 4))
    #expect(Timing.quartiles([4, 1, 3, 2]) == (1.75, 2.5, 3.25))
    #expect(Timing.quartiles([7]) == (7, 7, 7))
    #expect(Timing.quartiles([]) == (0, 0, 0))
  }
}
