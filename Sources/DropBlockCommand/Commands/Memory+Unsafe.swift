import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The copy that everything is compared with.
enum Memory {
  /// Copies an array by `memcpy`, each thread a part of it; both have the same count.
  static func copy<Element: BitwiseCopyable>(
    _ input: [Element], into output: inout [Element], threads: Int
  ) {
    unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        guard source.count == target.count, let from = source.baseAddress,
          let to = target.baseAddress
        else { return }
        let count = source.count
        guard threads > 1 else {
          unsafe _ = memcpy(to, from, count)
          return
        }
        let part = (count + threads - 1) / threads
        // The parts do not overlap, and concurrentPerform returns when all are done.
        nonisolated(unsafe) let (reading, writing) = unsafe (from, to)
        DispatchQueue.concurrentPerform(iterations: threads) { index in
          let start = Swift.min(index * part, count)
          unsafe _ = memcpy(writing + start, reading + start, Swift.min(part, count - start))
        }
      }
    }
  }
}
