/// How a program ended.
public enum ProcessEnd: Sendable, Hashable {
  /// By itself, with an exit code.
  case exited(Int32)

  /// By a signal.
  case signalled(Int32)

  /// In a way that this process was not told.
  case unknown
}

extension ProcessEnd: CustomStringConvertible {
  /// A few words that say how.
  public var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .signalled(let signal): "signal \(signal)\(Self.names[signal].map { " (\($0))" } ?? "")"
    case .unknown: "in an unknown way"
    }
  }

  /// The signals that have the same number everywhere.
  private static let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE",
    9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
  ]
}

extension ProcessEnd {
  /// The same of a program that was still to answer.
  var unexpectedly: String {
    self == .exited(0) ? "\(self), as if there were no more requests" : description
  }
}
