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
}
