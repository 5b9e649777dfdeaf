import Testing

@testable import DropBlockCommand

struct TimingTests {
  private func triple(_ values: [Double]) -> [Double] {
    let quartiles = Quartiles(values)
    return [quartiles.low, quartiles.middle, quartiles.high]
  }

  @Test func `quartiles are interpolated between the sorted values`() {
    #expect(triple([5, 1, 4, 2, 3]) == [2, 3, 4])
    #expect(triple([4, 1, 3, 2]) == [1.75, 2.5, 3.25])
    #expect(triple([7]) == [7, 7, 7])
    #expect(triple([]) == [0, 0, 0])
  }

  @Test func `a ratio is that of each round, and only then the median`() {
    // The medians' ratio is 2.5; a machine that slows down tenfold in one round changes nothing.
    let item = Timing(name: "forward", seconds: [2, 40, 5])
    let limit = Timing(name: "memcpy", seconds: [1, 20, 2])
    #expect(item.ratios(to: limit, as: .atMost(1)).middle == 2)
    #expect(item.ratios(to: limit, as: .atMost(1)).high == 2.25)
    #expect(item.ratios(to: limit, as: .atLeast(1)).middle == 0.5)
  }
}
