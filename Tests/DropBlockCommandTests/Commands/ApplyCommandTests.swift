import DropBlockContract
import DropBlockFast
import DropBlockReference
import Foundation
import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct ApplyCommandTests {
  private static let options = "--block 3 --p 0.3 --key 5"

  private func values<Element: DropBlockElement>(_ count: Int, _ type: Element.Type) -> [Element] {
    (0..<count).map { Element(nearest: Double($0 % 37) - 18) }
  }

  private func check<Element: DropBlockElement>(
    _ type: Element.Type, _ sizes: [Int], channelsLast: Bool, _ implementation: String
  ) throws {
    let folder = try TemporaryFolder()
    let input = values(sizes.reduce(1, *), type)
    try folder.write(NPYArray(input, shape: sizes).encoded(), to: "in.npy")
    let outcome = dropblock(
      "apply \(Self.options) --implementation \(implementation) --mask \(folder("mask.npy")) "
        + "--layout \(channelsLast ? "nhwc" : "nchw") \(folder("in.npy")) \(folder("out.npy"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")

    let shape = Shape(
      samples: sizes[0], channels: channelsLast ? sizes[sizes.count - 1] : sizes[1],
      spatial: Array(channelsLast ? sizes[1..<sizes.count - 1] : sizes[2...]),
      layout: channelsLast ? .channelsLast : .channelsFirst)
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 3, dropProbability: 0.3), shape: shape, key: 5)
    var expected = input
    let layer = DropBlockLayer(request.configuration, engine: ReferenceEngine())
    let kept = try layer.forward(inPlace: &expected, shape: shape, key: 5)
    let stages = try ReferenceEngine().stages(request)
    var mask = Array(repeating: false, count: input.count)
    for (unit, dropped) in stages.mask.enumerated() {
      mask[MemoryOrder.offset(ofUnit: unit, shape: shape)] = dropped
    }

    let output = try NPYArray(decoding: try folder.bytes(of: "out.npy"))
    #expect(output == (try NPYArray(expected, shape: sizes)), "\(type) \(sizes)")
    let written = try NPYArray(decoding: try folder.bytes(of: "mask.npy"))
    #expect(written == (try NPYArray(mask, shape: sizes)), "\(type) \(sizes)")
    #expect(mask.contains(true) && mask.contains(false))
    #expect(outcome.output.contains("scale  \(kept.scales[0].positional)"), "\(outcome.output)")
    #expect(try folder.names == ["in.npy", "mask.npy", "out.npy"])
  }

  @Test(arguments: ["fast", "reference"], [[2, 3, 17], [2, 3, 9, 8], [2, 3, 5, 6, 7]])
  func `every format, rank and layout gives what the reference gives`(
    implementation: String, sizes: [Int]
  ) throws {
    for channelsLast in [false, true] {
      try check(Float16.self, sizes, channelsLast: channelsLast, implementation)
      try check(Float.self, sizes, channelsLast: channelsLast, implementation)
      try check(Double.self, sizes, channelsLast: channelsLast, implementation)
    }
  }

  @Test func `the input may be the output`() throws {
    let folder = try TemporaryFolder()
    let array = try NPYArray(values(2 * 3 * 64, Float.self), shape: [2, 3, 8, 8])
    try folder.write(array.encoded(), to: "a.npy")
    #expect(
      dropblock("apply \(Self.options) \(folder("a.npy")) \(folder("b.npy"))").code == .conforms)
    #expect(
      dropblock("apply \(Self.options) \(folder("a.npy")) \(folder("a.npy"))").code == .conforms)
    #expect(try folder.bytes(of: "a.npy") == (try folder.bytes(of: "b.npy")))
  }

  @Test func `every kernel gives the same bytes`() throws {
    let folder = try TemporaryFolder()
    let array = try NPYArray(values(2 * 3 * 361, Float.self), shape: [2, 3, 19, 19])
    try folder.write(array.encoded(), to: "in.npy")
    func bytes(_ option: String) throws -> [UInt8] {
      let line = "apply \(Self.options) \(option) \(folder("in.npy")) \(folder("out.npy"))"
      #expect(dropblock(line).code == .conforms)
      return try folder.bytes(of: "out.npy")
    }
    let expected = try bytes("--implementation reference")
    for kernel in FastKernel.available {
      #expect(try bytes("--kernel \(kernel.name)") == expected, "\(kernel.name)")
    }
  }

  @Test func `a batch cut in two drops what the whole drops`() throws {
    let folder = try TemporaryFolder()
    let whole = values(4 * 2 * 36, Float.self)
    try folder.write(NPYArray(whole, shape: [4, 2, 6, 6]).encoded(), to: "whole.npy")
    try folder.write(
      NPYArray(Array(whole[144...]), shape: [2, 2, 6, 6]).encoded(), to: "part.npy")
    let options = "apply \(Self.options) --scale none"
    #expect(
      dropblock("\(options) \(folder("whole.npy")) \(folder("whole.npy"))").code == .conforms)
    #expect(
      dropblock("\(options) --first-sample 2 \(folder("part.npy")) \(folder("part.npy"))").code
        == .conforms)
    let (a, b) = (try folder.bytes(of: "whole.npy"), try folder.bytes(of: "part.npy"))
    #expect(Array(a.suffix(144 * 4)) == Array(b.suffix(144 * 4)))
  }

  @Test(arguments: [[0, 3, 8, 8], [2, 0, 8, 8], [2, 3, 0, 8]])
  func `an empty tensor gives an empty tensor`(sizes: [Int]) throws {
    let folder = try TemporaryFolder()
    try folder.write(NPYArray([] as [Float], shape: sizes).encoded(), to: "in.npy")
    let mask = folder("mask.npy")
    let outcome = dropblock(
      "apply \(Self.options) --mask \(mask) \(folder("in.npy")) \(folder("out.npy"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(try NPYArray(decoding: try folder.bytes(of: "out.npy")).shape == sizes)
    #expect(try NPYArray(decoding: try folder.bytes(of: "mask.npy")).shape == sizes)
  }

  /// Runs a line on a folder with a good input; what fails must leave the folder as it was.
  private func expectRefusal(
    _ options: String, _ input: String, _ output: String, _ code: ExitCode, _ texts: [String],
    prepare: (TemporaryFolder) throws -> Void = { _ in }
  ) throws {
    let folder = try TemporaryFolder()
    let array = try NPYArray(values(2 * 3 * 64, Float.self), shape: [2, 3, 8, 8])
    try folder.write(array.encoded(), to: "in.npy")
    try prepare(folder)
    let before = try folder.names
    func place(_ name: String) -> String { name.hasPrefix("/") ? name : folder(name) }
    let line = options.replacingOccurrences(of: "@", with: folder.path + "/")
    let outcome = dropblock("apply \(line) \(place(input)) \(place(output))")
    #expect(outcome.code == code, "\(line): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    for text in texts { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(try folder.names == before, "\(line)")
  }

  @Test(arguments: [
    ("--block 3 --p 1.5 --key 5", ["--p", "'1.5'", "0…1"]),
    ("--block 3 --p 0.1", ["--key", "missing"]),
    ("--block 3 --p 0.1 --key x", ["--key", "'x'"]),
    ("--block 3x3x3 --p 0.1 --key 5", ["3 sides", "2 spatial axes"]),
    ("--block 9 --p 0.1 --key 5 --oversized-block refused", ["9×9", "8×8"]),
    ("--block 3 --p 0.1 --key 5 --threads 0", ["--threads", "1…256"]),
    ("--block 3 --p 0.1 --key 5 --threads 2 --implementation reference", ["--threads"]),
    ("--block 3 --p 0.1 --key 5 --kernel abacus", ["--kernel", "'abacus'", "portable"]),
    ("--block 3 --p 0.1 --key 5 --kernel portable --implementation reference", ["--kernel"]),
    ("--block 3 --p 0.1 --key 5 --first-sample -1", ["--first-sample", "'-1'"]),
    (
      "--block 3 --p 0.1 --key 5 --first-sample 9223372036854775807",
      ["first sample 9223372036854775807"]
    ),
    ("--block 3 --p 0.1 --key 5 --bolck 3", ["--bolck", "--block"]),
    ("--block 3 --p 0.1 --key 5 --mask @out.npy", ["same file"]),
    ("--block 3 --p 0.1 --key 5 --layout chwn", ["'chwn'", "nchw, nhwc"]),
  ])
  func `an inadmissible option is a usage error and writes nothing`(
    options: String, texts: [String]
  ) throws {
    try expectRefusal(options, "in.npy", "out.npy", .usage, texts)
  }

  @Test func `files that cannot be read or written fail and leave nothing behind`() throws {
    let options = Self.options
    try expectRefusal(options, "none.npy", "out.npy", .failed, ["none.npy", "No such file"])
    try expectRefusal(options, "in.npy", "no/out.npy", .failed, ["no/out.npy", "No such file"])
    try expectRefusal(options, "/", "out.npy", .failed, ["it is a folder"])
    try expectRefusal(options, "in.npy", "/", .failed, ["it is a folder"])
    try expectRefusal(options + " --mask @no/m.npy", "in.npy", "out.npy", .failed, ["no/m.npy"])
    try expectRefusal(options + " --mask /", "in.npy", "out.npy", .failed, ["it is a folder"])
  }

  #if os(Linux)
    @Test func `a full disk fails and leaves nothing behind`() throws {
      try expectRefusal(
        Self.options, "in.npy", "/dev/full", .failed, ["/dev/full", "No space left"])
      try expectRefusal(
        Self.options + " --mask /dev/full", "in.npy", "out.npy", .failed, ["No space left"])
    }
  #endif

  @Test func `a file that is no tensor fails with its place or its properties`() throws {
    func refuse(_ bytes: [UInt8], _ texts: [String]) throws {
      try expectRefusal(Self.options, "bad.npy", "out.npy", .failed, texts + ["bad.npy"]) {
        try $0.write(bytes, to: "bad.npy")
      }
    }
    let good = try NPYArray(values(6 * 64, Float.self), shape: [2, 3, 8, 8]).encoded()
    try refuse([], ["byte 0", "93 4E 55"])
    try refuse(Array(good.prefix(100)), ["byte 100", "128 bytes are needed"])
    try refuse(Array(good.dropLast()), ["1536 bytes", "1535"])
    try refuse(good + [0], ["1 bytes follow"])
    try refuse(
      NPYArray(.int32, shape: [1, 1, 1], data: [0, 0, 0, 0]).encoded(), ["'<i4'", "<f4"])
    try refuse(NPYArray([1] as [Float], shape: [1, 1]).encoded(), ["2 axes", "3 to 5"])
    try refuse(
      NPYArray([1] as [Float], shape: [1, 1, 1, 1, 1, 1]).encoded(), ["6 axes", "3 to 5"])
  }
}
