import DropBlockContract
import Testing
import DropBlockVerification

struct NPYElementsTests {
  private func checkRoundTrip<Element: DropBlockElement>(
    _ type: Element.Type, _ patterns: [Element.BitPattern]
  ) throws {
    let elements = patterns.map(Element.init(bitPattern:))
    let array = try NPYArray(elements, shape: [patterns.count])
    let back = try #require(array.elements(as: Element.self))
    #expect(back.map(\.bitPattern) == patterns)
  }

  @Test func `elements come back bit for bit, NaN payloads and signed zeros too`() throws {
    try checkRoundTrip(Float16.self, [0, 0x8000, 0x7C01, 0xFE42, 0x7C00, 1, 0x3C00])
    try checkRoundTrip(Float.self, [0, 0x8000_0000, 0x7F80_0001, 0xFFC1_2345, 1, 0x3F80_0000])
    try checkRoundTrip(Double.self, [0, 1 << 63, 0x7FF0_0000_0000_0001, 0x0123_4567_89AB_CDEF])
  }

  @Test func `elements are asked for by their own type`() throws {
    let array = try NPYArray([1, 2] as [Float], shape: [2])
    #expect(array.elements(as: Double.self) == nil)
    #expect(array.elements(as: BFloat16.self) == nil)
    #expect(array.booleans == nil)
  }

  @Test func `BFloat16 has no name in NPY`() {
    #expect(throws: NPYError(.elementType("<V2"), at: 0)) {
      try NPYArray([BFloat16(1)], shape: [1])
    }
    for type in ElementType.allCases where type != .bfloat16 {
      #expect(NPYElementType(type)?.tensorElementType == type)
    }
  }

  @Test func `booleans come back`() throws {
    let mask = [true, false, false, true]
    #expect(try NPYArray(mask, shape: [2, 2]).booleans == mask)
  }

  @Test func `a shape with another number of elements is refused`() {
    #expect(throws: NPYError(.dataSize(given: 8, needed: 12), at: 8)) {
      try NPYArray([1, 2] as [Float], shape: [3])
    }
    #expect(throws: NPYError(.dataSize(given: 1, needed: 4), at: 1)) {
      try NPYArray([true], shape: [2, 2])
    }
  }
}
