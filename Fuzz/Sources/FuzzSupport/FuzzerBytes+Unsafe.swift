/// A copy of the bytes that libFuzzer lends for the length of one call.
///
/// - Parameters:
///   - address: Where the bytes begin; nil stands for no bytes.
///   - count: How many there are.
@unsafe
public func fuzzerBytes(_ address: UnsafeRawPointer?, _ count: Int) -> [UInt8] {
  unsafe [UInt8](UnsafeRawBufferPointer(start: address, count: address == nil ? 0 : count))
}
