/// A moment on a clock that nobody sets and that stands still while the machine sleeps.
struct Deadline {
  /// The time that was given, in seconds.
  let seconds: Double

  private let instant: SuspendingClock.Instant

  /// The moment some seconds from now; at most some thirty years, also for an infinite number.
  init(seconds: Double) {
    self.seconds = seconds
    instant = SuspendingClock.now + .seconds(seconds > 0 ? min(seconds, 1e9) : 0)
  }

  /// Whether the moment has passed.
  var hasPassed: Bool { SuspendingClock.now >= instant }

  /// The seconds that have passed since it was set.
  var passed: Double { seconds - (instant - SuspendingClock.now) / .seconds(1) }

  /// The time left in milliseconds, rounded up, but at most `limit`.
  func milliseconds(atMost limit: Int32) -> Int32 {
    let left = (instant - SuspendingClock.now) / .milliseconds(1)
    return left <= 0 ? 0 : left >= Double(limit) ? limit : Int32(left) + 1
  }
}
