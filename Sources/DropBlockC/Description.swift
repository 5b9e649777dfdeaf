import DropBlockContract
import DropBlockFast

/// What the library says of itself: version, kernels, threads; a line each.
enum Description {
  /// The lines, for an engine and either a request or any.
  static func text(
    version: String, _ engine: FastEngine, _ request: DropBlockRequest?
  ) throws(CallFailure) -> String {
    var lines = ["dropblock \(version)", "kernel: \(kernel(engine))"]
    let available = FastKernel.available.map(\.name).joined(separator: ", ")
    lines.append("kernels available: \(available)")
    for kernel in FastKernel.all {
      if let reason = kernel.unavailableReason {
        lines.append("not available: \(kernel.name): \(reason)")
      }
    }
    lines.append("threads: \(try threads(engine, request))")
    return lines.map { $0 + "\n" }.joined()
  }

  /// The kernel that a call would run, or why none would.
  private static func kernel(_ engine: FastEngine) -> String {
    do {
      let kernel = if let given = engine.kernel { given } else { try FastKernel.preferred() }
      return "\(kernel.name) (\(kernel.summary))"
    } catch {
      return "none, since \(FastKernel.variable) is set: \(error)"
    }
  }

  private static func threads(
    _ engine: FastEngine, _ request: DropBlockRequest?
  ) throws(CallFailure) -> String {
    if let request {
      // Threads are counted for work that can be done: any kernel can stand for one that can't.
      let engine = FastEngine(
        threads: engine.threads, kernel: engine.kernel ?? FastKernel.available.last)
      let count = try refusing { () throws(DropBlockError) in try engine.threadCount(request) }
      return "\(count) for this shape"
    }
    let most = "up to \(engine.mostThreads)"
    guard engine.threads == nil else { return most }
    return most + ", but 1 for tensors of fewer than \(FastEngine.sharedUnits) units"
  }
}
