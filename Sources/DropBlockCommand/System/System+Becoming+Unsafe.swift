import DropBlockPlatform

extension System {
  /// Lets another program take this process's place: its streams, its signals and its exit code are that
  /// program's.
  ///
  /// - Parameters:
  ///   - command: The program, found by `PATH`, and its arguments; not empty.
  ///   - variables: What is added to the environment.
  /// - Returns: Why that program could not be started.
  static func become(_ command: [String], variables: [String: String]) -> SystemError {
    for (name, value) in variables { unsafe setenv(name, value, 1) }
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    _ = unsafe execvp(command[0], arguments)
    // This process has nothing left to do but to say so: the copies go with it.
    return lastError
  }

  /// The path of this program; nil where nobody says.
  static var program: String? { resolved("/proc/self/exe") }
}
