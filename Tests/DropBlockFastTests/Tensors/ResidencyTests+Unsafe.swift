import Testing

@testable import DropBlockFast

@Suite struct ResidencyTests {
  /// More than an allocator keeps at hand: it asks the system for new pages.
  private let byteCount = 64 << 20

  @Test func `memory that was never written to is not there, and is once it was`() {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 4096)
    defer { unsafe memory.deallocate() }
    #expect(unsafe !Residency.isLikely(memory, byteCount: byteCount))
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 1, count: byteCount)
    #expect(unsafe Residency.isLikely(memory, byteCount: byteCount))
  }

  @Test func `a few pages are taken to be there`() {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 8192, alignment: 4096)
    defer { unsafe memory.deallocate() }
    #expect(unsafe Residency.isLikely(memory, byteCount: 8192))
  }
}
