import DropBlockFast

/// Lists the kernels of the fast engine.
enum KernelsCommand: Command {
  static let interface = Interface(
    name: "kernels",
    summary: "list the kernels of the fast engine, and which of them this machine can run",
    notes: [
      "All kernels give the same bits. The best one that the machine can run is used, unless "
        + "--kernel or the environment variable \(FastKernel.variable) names another. The variable is "
        + "read once per process, and an empty value counts as not set."
    ],
    examples: ["kernels"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let used = try? Kernels.preferred()
    let rows = FastKernel.all.map { ($0.name, description(of: $0, used: used)) }
    for line in Text.table(rows, width: console.listWidth) { console.line(line) }
    // The list is there all the same: it says what the variable could have named.
    _ = try Kernels.preferred()
    return .conforms
  }

  /// What a kernel is, and whether it is used or can't be.
  static func description(of kernel: FastKernel, used: FastKernel?) -> String {
    if let reason = kernel.unavailableReason {
      return "\(kernel.summary) — unavailable: \(reason)"
    }
    guard kernel == used else { return "\(kernel.summary) — available" }
    let reason = Kernels.forced == nil ? "" : ": \(FastKernel.variable) forces it"
    return "\(kernel.summary) — available, used by default\(reason)"
  }
}
