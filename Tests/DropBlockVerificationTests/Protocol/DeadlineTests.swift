import Testing

@testable import DropBlockVerification

@Suite struct DeadlineTests {
  @Test func `a deadline that is not above 0 has passed`() {
    for seconds in [0, -1, Double.nan, -Double.infinity] {
      #expect(Deadline(seconds: seconds).hasPassed)
      #expect(Deadline(seconds: seconds).milliseconds(atMost: 7) == 0)
    }
  }

  @Test func `time left is cut at the limit, for any number of seconds`() {
    for seconds in [1e5, 1e300, Double.infinity] {
      #expect(!Deadline(seconds: seconds).hasPassed)
      #expect(Deadline(seconds: seconds).milliseconds(atMost: 7) == 7)
      #expect(Deadline(seconds: seconds).seconds == seconds)
    }
  }
}
