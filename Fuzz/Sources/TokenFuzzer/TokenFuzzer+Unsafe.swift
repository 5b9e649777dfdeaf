import DropBlockGenerators

/// What libFuzzer calls with every input.
@c(LLVMFuzzerTestOneInput)
public func judge(_ address: UnsafeRawPointer?, _ count: Int) -> CInt {
  unsafe FuzzTarget("a token gives back its case", TokenProperty.holds).judge(address, count)
}
