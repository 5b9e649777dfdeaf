import Dispatch
import DropBlockPlatform

/// How the slabs of a tensor's masks, and the consumers of each, are shared out to threads.
///
/// The parts are runs of slabs. Where there are fewer slabs than threads, the consumers are divided as
/// well, and every part makes its slabs itself. Results are sums of integers and writes to separate
/// units, so they are the same for every division.
struct Workload: Sendable {
  /// More threads than this are never asked for.
  static let threadLimit = 256

  /// Tensors with fewer units are not shared out unless a thread count is given.
  static let serialUnits = 1 << 18

  /// What one thread does.
  struct Part: Sendable, Hashable {
    var slabs: Range<Int>
    var consumers: Range<Int>
  }

  /// One part per thread.
  let parts: [Part]

  /// - Parameters:
  ///   - slabs: The number of slabs, at least 1.
  ///   - consumers: How often each is used, at least 1.
  ///   - threads: How many threads there may be; at least 1.
  init(slabs: Int, consumers: Int, threads: Int) {
    let threads = min(threads, Self.threadLimit)
    let rows = min(threads, slabs)
    let columns = min(max(threads / rows, 1), consumers)
    var parts: [Part] = []
    for row in 0..<rows {
      for column in 0..<columns {
        parts.append(
          Part(
            slabs: Self.slice(slabs, row, of: rows),
            consumers: Self.slice(consumers, column, of: columns)))
      }
    }
    self.parts = parts
  }

  /// The number of threads for a tensor of `units`, when `asked` were asked for.
  static func threads(_ asked: Int?, units: Int) -> Int {
    if let asked { return max(asked, 1) }
    guard units >= serialUnits else { return 1 }
    return max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
  }

  /// Runs `body` for each part's number, on as many threads as there are parts.
  func perform(_ body: @Sendable (Int) -> Void) {
    guard parts.count > 1 else {
      body(0)
      return
    }
    DispatchQueue.concurrentPerform(iterations: parts.count, execute: body)
  }

  private static func slice(_ total: Int, _ index: Int, of count: Int) -> Range<Int> {
    let (size, rest) = total.quotientAndRemainder(dividingBy: count)
    let start = size * index + min(index, rest)
    return start..<start + size + (index < rest ? 1 : 0)
  }
}
