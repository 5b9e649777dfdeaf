// `environ` is a variable of the C library; nothing in this package changes it.
@unsafe @preconcurrency import DropBlockPlatform

/// An open file, closed when the last reference goes away.
final class FileDescriptor {
  let number: Int32

  init(number: Int32) { self.number = number }

  deinit { _ = close(number) }
}

/// How a read or a write came out that does not block.
enum Transfer: Equatable {
  case bytes(Int)
  case wouldBlock
  case closed
}

// The C library's functions, out of the way of methods of the same name.
private func systemKill(_ process: Int32, _ signal: Int32) -> Int32 { kill(process, signal) }

private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { unsafe pipe(ends) }

private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(file, buffer, count)
}

private func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(file, buffer, count)
}

private func systemPoll(_ entries: inout [pollfd], _ milliseconds: Int32) -> Int32 {
  unsafe poll(&entries, nfds_t(entries.count), milliseconds)
}

/// The calls to the operating system that handling a child takes, with safe signatures.
enum SystemCalls {
  /// A pipe of which no child inherits an end that it is not given.
  ///
  /// Both ends have numbers above those of the standard streams, so that making one a child's
  /// standard stream can't close another. The C library hides the call that makes a pipe and marks
  /// it in one step; children of this package are started under one lock with making their pipes.
  static func pipe() -> (reading: FileDescriptor, writing: FileDescriptor)? {
    var ends: [Int32] = [-1, -1]
    guard unsafe systemPipe(&ends) == 0 else { return nil }
    let low = ends.map(FileDescriptor.init)
    let high = low.map { FileDescriptor(number: fcntl($0.number, F_DUPFD_CLOEXEC, 3)) }
    guard high.allSatisfy({ $0.number >= 0 }) else { return nil }
    return (high[0], high[1])
  }

  /// Reads and writes on this end return at once.
  static func neverBlock(_ file: FileDescriptor) {
    _ = fcntl(file.number, F_SETFL, fcntl(file.number, F_GETFL) | O_NONBLOCK)
  }

  /// Starts a program, found by `PATH`, as the leader of a process group of its own, with the given
  /// standard streams and the environment and working directory of this process.
  ///
  /// - Returns: The process identifier, or the reason why there is none.
  static func spawn(
    _ command: [String], input: FileDescriptor, output: FileDescriptor, errors: FileDescriptor
  ) -> (identifier: Int32?, reason: String) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input.number, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output.number, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors.number, 2)
    // Ignored and blocked signals outlive exec; this process ignores SIGPIPE, its threads may block
    // others.
    var everySignal = sigset_t()
    var noSignal = sigset_t()
    unsafe sigfillset(&everySignal)
    unsafe sigemptyset(&noSignal)
    unsafe posix_spawnattr_setsigdefault(&attributes, &everySignal)
    unsafe posix_spawnattr_setsigmask(&attributes, &noSignal)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags =
      Int(POSIX_SPAWN_SETPGROUP) | Int(POSIX_SPAWN_SETSIGDEF) | Int(POSIX_SPAWN_SETSIGMASK)
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var identifier: pid_t = 0
    let code = unsafe posix_spawnp(
      &identifier, command[0], &actions, &attributes, arguments, environ)
    return code == 0 ? (identifier, "") : (nil, unsafe String(cString: strerror(code)))
  }

  /// Appends up to `limit` bytes to `bytes`, without waiting for them.
  static func read(
    _ file: FileDescriptor, upTo limit: Int, into bytes: inout [UInt8]
  ) -> Transfer {
    var got = 0
    var reason: Int32 = 0
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      repeat {
        got = unsafe systemRead(file.number, buffer.baseAddress, limit)
        reason = errno
      } while got < 0 && reason == EINTR
      count = max(got, 0)
    }
    if got > 0 {
      bytes += chunk
      return .bytes(got)
    }
    return got < 0 && (reason == EAGAIN || reason == EWOULDBLOCK) ? .wouldBlock : .closed
  }

  /// Writes bytes from `start` on, as many as the other side takes at once.
  static func write(_ file: FileDescriptor, _ bytes: [UInt8], from start: Int) -> Transfer {
    unsafe bytes.withUnsafeBytes { buffer in
      while true {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
        let sent = unsafe systemWrite(file.number, rest.baseAddress, rest.count)
        if sent >= 0 { return .bytes(sent) }
        if errno == EAGAIN || errno == EWOULDBLOCK { return .wouldBlock }
        if errno != EINTR { return .closed }
      }
    }
  }

  /// Waits until one of the files can be read from or written to, or the time is over.
  ///
  /// - Returns: For each file whether it is ready; an end that the other side has closed is.
  static func poll(
    reading: [FileDescriptor], writing: [FileDescriptor], milliseconds: Int32
  ) -> (reading: [Bool], writing: [Bool]) {
    var entries =
      reading.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
      + writing.map { pollfd(fd: $0.number, events: Int16(POLLOUT), revents: 0) }
    let ready = systemPoll(&entries, milliseconds)
    let isReady = entries.map { ready > 0 && $0.revents != 0 }
    return (Array(isReady.prefix(reading.count)), Array(isReady.dropFirst(reading.count)))
  }

  /// Whether a child has ended; it stays a zombie, so that its number stays its own.
  static func hasEnded(_ child: Int32) -> Bool {
    var information = unsafe siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    guard unsafe waitid(P_PID, id_t(child), &information, options) == 0 else {
      return errno != EINTR
    }
    return unsafe information.si_signo == SIGCHLD
  }

  /// Takes the exit status of a child that has ended.
  ///
  /// - Returns: nil if it has not; ``ProcessEnd/unknown`` if somebody else took the status.
  static func reap(_ child: Int32) -> ProcessEnd? {
    var status: Int32 = 0
    while true {
      let identifier = unsafe waitpid(child, &status, WNOHANG)
      if identifier == 0 { return nil }
      if identifier == child { break }
      if errno != EINTR { return .unknown }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }

  /// Sends a signal to all processes of a group.
  static func send(_ signal: Int32, toGroup group: Int32) { _ = systemKill(-group, signal) }

  /// The signal that asks a program to end.
  static var terminate: Int32 { SIGTERM }

  /// The signal that ends a program.
  static var kill: Int32 { SIGKILL }

  /// Makes a write to a program that has ended an error of that call instead of a signal that ends
  /// this process; once, and only where nobody has chosen otherwise.
  ///
  /// Pipes have no call that suppresses the signal once, as sockets do.
  static let ignoreBrokenPipes: Void = {
    let previous = signal(SIGPIPE, SIG_IGN)
    if let previous = previous { _ = signal(SIGPIPE, previous) }
  }()
}
