import Testing

@testable import DropBlockCommand

struct MachineTests {
  @Test func `the processor's name is that of the first one`() {
    let text = "processor\t: 0\nmodel name\t: A Chip: 9 @ 2 GHz\nprocessor: 1\nmodel name: B\n"
    #expect(Machine.processor(in: text) == "A Chip: 9 @ 2 GHz")
    #expect(Machine.processor(in: "processor : 0\nfeatures : fp") == nil)
    #expect(Machine.processor(in: "model name :\n") == nil)
  }

  @Test func `a machine that says little has a line all the same`() {
    let cache = [
      Machine.Cache(level: 1, kind: "data", size: "48K"),
      Machine.Cache(level: 1, kind: "instruction", size: "32K"),
      Machine.Cache(level: 2, kind: "unified", size: "2048K"),
    ]
    #expect(
      Machine(processor: nil, processorCount: 3, caches: []).text
        == "unknown processor · 3 processors")
    #expect(
      Machine(processor: "A", processorCount: 1, caches: cache).text
        == "A · 1 processor · caches L1 48K, L2 2048K")
    #expect(Machine.current.processorCount >= 1)
  }
}
