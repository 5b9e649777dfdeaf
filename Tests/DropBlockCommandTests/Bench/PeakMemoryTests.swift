import DropBlockFast
import Testing

@testable import DropBlockCommand

struct PeakMemoryTests {
  @Test func `a number is that of its own line`() {
    let text = "VmPeak:\t  900 kB\nVmHWM:\t   1234 kB\nVmRSS:\t 77 kB\nThreads:\t1\n"
    #expect(PeakMemory.value(of: "VmHWM", in: text) == 1234)
    #expect(PeakMemory.value(of: "VmRSS", in: text) == 77)
    #expect(PeakMemory.value(of: "VmH", in: text) == nil)
  }

  @Test func `a share is judged by 1/64`() {
    let met = MemoryReading(bytes: 1 << 14, tensorBytes: 1 << 20)
    #expect(met.isMet && met.text.hasSuffix("target ≤ 1/64 met"))
    let missed = MemoryReading(bytes: 3 << 13, tensorBytes: 1 << 20)
    #expect(!missed.isMet && missed.text.hasSuffix("missed by 50 %"))
  }
}
