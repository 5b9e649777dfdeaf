import Testing

@testable import DropBlockVerification

struct SafetensorsErrorTests {
  @Test func `every error names the value`() {
    let errors: [(SafetensorsError, String)] = [
      (.truncated(part: "header", needed: 12, given: 3), "12"), (.headerLength(77), "77"),
      (.syntax(JSONError(reason: .badEscape, offset: 5)), "byte 5"),
      (.header("no object"), "no object"),
      (.duplicateName("x"), "'x'"), (.entry("x", "size -1"), "'x': size -1"),
      (.coverage(byte: 9, "a gap"), "byte 9"),
    ]
    for (error, part) in errors { #expect("\(error)".contains(part), "\(error)") }
  }
}
