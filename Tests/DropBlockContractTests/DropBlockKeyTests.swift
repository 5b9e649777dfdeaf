import Testing

@testable import DropBlockContract

struct DropBlockKeyTests {
  @Test(arguments: [
    (0, 0, 0, 0, "1957a7604e215178"), (1, 0, 0, 0, "78a47d4efd43017"),
    (0, 1, 0, 0, "151211f5da742fb7"), (0, 0, 1, 0, "f2f106625eafbb53"),
    (0, 0, 0, 1, "6c582f0bbd7d5bd4"), (42, 1_000, 3, 7, "eb7980b9e9edfe0d"),
    (UInt64.max, UInt64.max, UInt64.max, UInt64.max, "86faa9bae612471a"),
  ])
  func `C and Python have the same keys`(
    seed: UInt64, step: UInt64, layer: UInt64, replica: UInt64, key: String
  ) {
    // Tests/DropBlockCTests and Subjects/test_subjects.py hold this table too.
    let got = DropBlockKey.of(seed: seed, step: step, layer: layer, replica: replica)
    #expect(String(got, radix: 16) == key)
  }

  @Test func `calls that differ in anything have different keys`() {
    var keys: Set<UInt64> = []
    for seed in 0..<3 as Range<UInt64> {
      for step in 0..<20 as Range<UInt64> {
        for layer in 0..<12 as Range<UInt64> {
          for replica in 0..<8 as Range<UInt64> {
            keys.insert(DropBlockKey.of(seed: seed, step: step, layer: layer, replica: replica))
          }
        }
      }
    }
    #expect(keys.count == 3 * 20 * 12 * 8)
  }
}
