import DropBlockContract
import DropBlockFast
import Testing

@testable import DropBlockCommand

struct BenchTargetTests {
  @Test func `a time is met up to its bound, a speed-up from its bound on`() {
    #expect(BenchTarget.atMost(1.1).judgement(1.1) == "met")
    #expect(BenchTarget.atMost(1.1).judgement(0.3) == "met")
    #expect(BenchTarget.atLeast(1.6).judgement(1.6) == "met")
    #expect(BenchTarget.atLeast(1.6).judgement(9) == "met")
  }

  @Test func `what is missed says by how much of the bound`() {
    #expect(BenchTarget.atMost(1.1).judgement(1.32) == "missed by 20 %")
    #expect(BenchTarget.atMost(1.1).judgement(1.111) == "missed by 1.0 %")
    #expect(BenchTarget.atLeast(1.6).judgement(1.2) == "missed by 25 %")
    #expect(BenchTarget.atLeast(8).judgement(7.6) == "missed by 5.0 %")
    #expect(BenchTarget.atMost(0.25).text == "≤ 0.25" && BenchTarget.atLeast(8).text == "≥ 8.00")
  }

  @Test func `some targets are set for large tensors only`() {
    #expect(BenchTarget.large(.atMost(2), bytes: 8 << 20) == .atMost(2))
    #expect(BenchTarget.large(.atMost(2), bytes: (8 << 20) - 1) == nil)
  }

  @Test func `what forward may take depends on size, format, layout and kernel`() throws {
    let portable = try FastKernel.named("portable")
    func bound(_ type: ElementType, _ layout: Layout, _ bytes: Int) -> BenchTarget {
      .forward(type, layout, bytes: bytes, kernel: portable)
    }
    #expect(bound(.float32, .channelsFirst, 16 << 20) == .atMost(1.1))
    #expect(bound(.float32, .channelsFirst, 1 << 20) == .atMost(1.3))
    #expect(bound(.float32, .channelsLast, 16 << 20) == .atMost(1.5))
    #expect(bound(.bfloat16, .channelsFirst, 16 << 20) == .atMost(2))
    for kernel in FastKernel.all where kernel != portable {
      #expect(
        BenchTarget.forward(.float16, .channelsFirst, bytes: 16 << 20, kernel: kernel)
          == .atMost(1.2))
    }
  }
}
