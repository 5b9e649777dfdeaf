import DropBlockContract
import DropBlockReference
import Testing

@Suite struct KeptCountTests {
  @Test func `units that are not dropped are counted in their scope`() {
    // Two samples of two channels of three units.
    let mask = [true, false, true, false, false, false, true, true, true, false, true, false]
    let shape = Shape.ncw(2, 2, 3)
    #expect(KeptCount.counts(mask: mask, shape: shape, scale: .tensor) == [6])
    #expect(KeptCount.counts(mask: mask, shape: shape, scale: .fixed(3)) == [6])
    #expect(KeptCount.counts(mask: mask, shape: shape, scale: .none) == [6])
    #expect(KeptCount.counts(mask: mask, shape: shape, scale: .sample) == [4, 2])
    #expect(KeptCount.counts(mask: mask, shape: shape, scale: .map) == [1, 3, 0, 2])
  }

  @Test func `layout does not move a unit to another scope`() {
    let mask = [true, false, true, false, false, false, true, true, true, false, true, false]
    let shape = Shape.nwc(2, 3, 2)
    #expect(KeptCount.counts(mask: mask, shape: shape, scale: .map) == [1, 3, 0, 2])
  }

  @Test func `counts beyond 2²⁴ are exact`() {
    let units = (1 << 24) + 3
    let mask = Array(repeating: false, count: units)
    #expect(KeptCount.counts(mask: mask, shape: .ncw(1, 1, units), scale: .tensor) == [units])
  }

  @Test func `an empty tensor counts 0 in each scope`() {
    let shape = Shape.nchw(2, 3, 0, 4)
    #expect(KeptCount.counts(mask: [], shape: shape, scale: .tensor) == [0])
    #expect(KeptCount.counts(mask: [], shape: shape, scale: .sample) == [0, 0])
    #expect(KeptCount.counts(mask: [], shape: shape, scale: .map) == [0, 0, 0, 0, 0, 0])
  }
}
