import DropBlockPlatform

/// The calls to the operating system that the command needs, as safe functions.
///
/// Every call that a signal may cut short is repeated.
enum System {
  static let brokenPipe = EPIPE
  static let missing = ENOENT

  /// What lies at a path.
  enum Kind: Sendable, Hashable {
    case file, folder, pipe, device
  }

  static var lastError: SystemError { SystemError(number: errno) }

  static func message(for number: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    _ = unsafe strerror_r(number, &text, text.count - 1)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty ? "error \(number)" : String(decoding: bytes, as: UTF8.self)
  }

  static func exit(_ code: Int32) -> Never {
    DropBlockPlatform.exit(code)
  }

  /// The number of this process.
  static var process: Int32 { getpid() }

  /// The bytes of memory in this machine; nil when nobody says.
  static var memory: Int? {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    guard pages > 0, size > 0 else { return nil }
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: size)
    return overflow ? nil : bytes
  }

  /// The number of processors that are running, at least 1.
  static var processorCount: Int { Swift.max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

  /// The value of a variable of the environment.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

// MARK: - Files

extension System {
  /// What lies at a path, symbolic links followed, its size in bytes, and its permissions.
  static func status(
    _ path: String
  ) throws(SystemError) -> (kind: Kind, size: Int, permissions: UInt32) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw lastError }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFIFO, S_IFSOCK: .pipe
      default: .device
      }
    return (kind, Int(status.st_size), UInt32(status.st_mode & 0o7777))
  }

  /// The path without symbolic links; nil when nothing lies there.
  static func resolved(_ path: String) -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// Opens a file for reading.
  static func open(reading path: String) throws(SystemError) -> Int32 {
    try open(path, O_RDONLY | O_CLOEXEC, 0)
  }

  /// Opens what is already there for writing.
  static func open(writing path: String) throws(SystemError) -> Int32 {
    try open(path, O_WRONLY | O_CLOEXEC, 0)
  }

  /// Creates a file that must not be there yet.
  static func create(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  }

  private static func open(
    _ path: String, _ flags: Int32, _ mode: mode_t
  ) throws(SystemError) -> Int32 {
    while true {
      let file = unsafe DropBlockPlatform.open(path, flags, mode)
      if file >= 0 { return file }
      guard errno == EINTR else { throw lastError }
    }
  }

  /// Reads to the end; `size` is how much is expected, more or less may come.
  static func readToEnd(_ file: Int32, expecting size: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var failure: SystemError?
    var wanted = Swift.max(size, 0) + 1
    while wanted > 0, failure == nil {
      let room = wanted
      wanted = 0
      let part = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        while count < room {
          let got = unsafe read(file, buffer.baseAddress.map { unsafe $0 + count }, room - count)
          if got > 0 { count += got }
          if got == 0 { return }
          if got < 0, errno != EINTR {
            failure = lastError
            return
          }
        }
        wanted = Swift.max(room, 1 << 20)
      }
      if bytes.isEmpty { bytes = part } else { bytes += part }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all bytes; waits where the other side asks not to be waited for.
  static func write(_ bytes: [UInt8], to file: Int32) throws(SystemError) {
    var failure: SystemError?
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, failure == nil {
        let put = unsafe platformWrite(
          file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        if put >= 0 {
          done += put
        } else if errno == EAGAIN {
          var request = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
          _ = unsafe poll(&request, 1, -1)
        } else if errno != EINTR {
          failure = lastError
        }
      }
    }
    if let failure { throw failure }
  }

  /// Says a line on standard error if nobody has to be waited for; otherwise nothing is said.
  static func reportWithoutWaiting(_ line: String) {
    var request = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
    // A pipe that is ready has room for this much (`PIPE_BUF` is 512 bytes at least).
    let bytes = Array(line.utf8.prefix(511)) + [UInt8(ascii: "\n")]
    guard unsafe poll(&request, 1, 0) == 1, request.revents & Int16(POLLOUT) != 0 else { return }
    try? write(bytes, to: 2)
  }

  private static func platformWrite(
    _ file: Int32, _ start: UnsafeRawPointer?, _ count: Int
  ) -> Int {
    unsafe DropBlockPlatform.write(file, start, count)
  }

  /// Gives a file the permissions of the one it will replace; what fails leaves the usual ones.
  static func setPermissions(_ permissions: UInt32, of file: Int32) {
    _ = fchmod(file, mode_t(permissions))
  }

  /// Closes a file; a disk may say only now that it is full.
  static func close(_ file: Int32) throws(SystemError) {
    let result = DropBlockPlatform.close(file)
    if result != 0, errno != EINTR { throw lastError }
  }

  /// Puts a file in the place of another, in one step.
  static func rename(_ path: String, to target: String) throws(SystemError) {
    let result = unsafe DropBlockPlatform.rename(path, target)
    if result != 0 { throw lastError }
  }

  /// Removes a file; nothing happens when it is not there.
  static func remove(_ path: String) { _ = unsafe unlink(path) }
}

// MARK: - Terminals and signals

extension System {
  /// What a stream of this process is written to.
  static func terminal(of file: Int32) -> Terminal {
    let names = ["COLUMNS", "NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG"]
    let pairs = names.compactMap { name in environment(name).map { (name, $0) } }
    var columns: Int?
    if isatty(file) == 1 {
      var window = winsize()
      let known = unsafe ioctl(file, UInt(TIOCGWINSZ), &window) == 0
      columns = known ? Int(window.ws_col) : 0
    }
    return Terminal(columns: columns, environment: Dictionary(pairs) { first, _ in first })
  }

  /// Makes a write that nobody reads, or that exceeds a limit, an error, not the end of the process.
  static func ignoreWriteSignals() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Takes a signal away from its default action, unless whoever started the process had it ignored.
  static func claim(_ number: Int32) -> Bool {
    let previous = signal(number, SIG_IGN)
    return unsafe unsafeBitCast(previous, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Ends this process by a signal, so that whoever started it sees why it ended.
  static func end(bySignal number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    // Dispatch blocks the signals that it watches in every thread.
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    _ = unsafe sigaddset(&signals, number)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    _ = raise(number)
    _exit(128 + number)
  }
}
