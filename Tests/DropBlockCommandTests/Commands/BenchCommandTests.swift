import Testing

@testable import DropBlockCommand

struct BenchCommandTests {
  @Test(arguments: ["float16", "bfloat16", "float32", "float64"])
  func `every case is measured, for every number format`(type: String) {
    let outcome = dropblock(
      "bench --shape 2x3x8x8 --shape 1x2x9 --runs 3 --dtype \(type) --block 3")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    for name in [
      "2×3×8×8", "1×2×9", "memcpy", "forward, sparse", "in place, sparse",
      "forward+backward, sparse", "forward, bernoulli", "in place, bernoulli",
      "forward+backward, bernoulli", "checksum",
    ] {
      #expect(outcome.output.contains(name), "\(name) is not in \(outcome.output)")
    }
  }

  @Test func `the checksum depends on the results and on nothing else`() throws {
    func checksum(_ options: String) throws -> Substring {
      let output = dropblock("bench --shape 4x8x16x16 --runs 2 \(options)").output
      return try #require(output.split(separator: "\n").last)
    }
    #expect(try checksum("") == (try checksum("--threads 2")))
    #expect(try checksum("") != (try checksum("--p 0.2")))
  }

  @Test(arguments: [
    ("--shape 100000x100000x1000x1000", "fit"),
    ("--shape 99999999999x99999999999x1x1", "too many"),
    ("--shape 3x3", "3 to 5"), ("--runs 0", "--runs"), ("--threads 0", "1…256"),
    ("--block 3x3 --shape 1x1x9", "2 sides"), ("--quick=yes", "no value"),
  ])
  func `what is not admissible is a usage error`(options: String, text: String) {
    let outcome = dropblock("bench \(options)")
    #expect(outcome.code == .usage, "\(outcome.output)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }
}
