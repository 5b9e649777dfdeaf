import FuzzSupport

/// What libFuzzer calls with every input.
@c(LLVMFuzzerTestOneInput)
public func judge(_ address: UnsafeRawPointer?, _ count: Int) -> CInt {
  DecoderTarget.judge(unsafe fuzzerBytes(address, count))
}
