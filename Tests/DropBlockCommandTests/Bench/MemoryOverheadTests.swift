import Testing

@testable import DropBlockCommand

struct MemoryOverheadTests {
  @Test func `a share is judged by 1/64`() {
    let met = MemoryOverhead(bytes: 1 << 14, tensorBytes: 1 << 20)
    #expect(met.isMet && met.text.hasSuffix("target ≤ 1/64 met"))
    let missed = MemoryOverhead(bytes: 3 << 13, tensorBytes: 1 << 20)
    #expect(!missed.isMet && missed.text.hasSuffix("missed by 50 %"))
  }
}
