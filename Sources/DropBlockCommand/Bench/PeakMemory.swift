import DropBlockContract
import DropBlockFast

/// The memory that a call takes beyond its tensors, by the highest the process ever stood at.
///
/// Linux counts the pages of a process and can be asked to begin the count of the highest anew; with
/// the heap's free pages given back before, what a call takes must be counted. A page is the unit, and
/// the count of a processor may lag by some 64 of them: the share is meaningful for large tensors.
enum PeakMemory {
  /// The most bytes, of several calls of forward in place; nil where nobody can say.
  static func measure(_ sizes: [Int], _ kernel: FastKernel, threads: Int) throws -> Int? {
    let request = BenchTable.request(sizes, BenchTable.paper())
    let engine = FastEngine(threads: threads, kernel: kernel)
    var tensor = [Float](repeating: 1, count: request.shape.unitCount)
    var span = tensor.mutableSpan
    // The first call brings in code and tables, which stay.
    _ = try engine.forward(inPlace: &span, request)
    var most: Int?
    for _ in 0..<5 {
      guard Heap.giveBack(), let file = try? System.open(writing: "/proc/self/clear_refs") else {
        return nil
      }
      let wrote: Void? = try? System.write(Array("5".utf8), to: file)
      try? System.close(file)
      guard wrote != nil, let before = kibibytes("VmHWM") else { return nil }
      _ = try engine.forward(inPlace: &span, request)
      guard let after = kibibytes("VmHWM") else { return nil }
      most = Swift.max(most ?? 0, Swift.max(after - before, 0) * 1024)
    }
    return most
  }

  /// A line of this process's status.
  private static func kibibytes(_ name: String) -> Int? {
    guard let bytes = try? InputFile.read("/proc/self/status") else { return nil }
    return value(of: name, in: String(decoding: bytes, as: UTF8.self))
  }

  /// The number behind a name in the text of `/proc/self/status`.
  static func value(of name: String, in text: String) -> Int? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }) else {
      return nil
    }
    return Int(line.drop { !$0.isNumber }.prefix { $0.isNumber })
  }
}
