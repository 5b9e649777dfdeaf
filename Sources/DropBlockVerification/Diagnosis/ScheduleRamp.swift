/// A schedule that goes from a start to a stop: the linear one or the paper's, for rules that change it.
struct ScheduleRamp {
  /// The value at step 0.
  var start: Double

  /// The value at the end.
  var stop: Double

  /// How many steps lie between the two.
  var span: Int

  /// Whether it is the paper's, which starts at 0, whatever is asked for.
  let isPaper: Bool

  /// The ramp of a schedule; nil for factors of groups, which are none.
  init?(_ schedule: ScheduleRule) {
    switch schedule {
    case .linear(let from, let to, let steps):
      (start, stop, span, isPaper) = (from, to, steps - 1, false)
    case .paper(let target, let steps): (start, stop, span, isPaper) = (0, target, steps, true)
    case .groups: return nil
    }
  }

  /// The value that is asked for at a step; that of step 0 before it.
  func value(at step: Int) -> Double {
    step >= span ? stop : line(at: max(step, 0), over: span)
  }

  /// The straight line from start to stop over some number of steps, which does not end there.
  func line(at step: Int, over steps: Int) -> Double {
    start + ((stop - start) * Double(step)) / Double(steps)
  }

  /// The part of the way from start to stop that lies behind, 0…1.
  func share(at step: Int) -> Double { Double(min(max(step, 0), span)) / Double(span) }

  /// The same from start to stop over some steps more, or less.
  func longer(by steps: Int) -> ScheduleRamp {
    var ramp = self
    ramp.span += steps
    return ramp
  }

  /// The same from stop to start.
  var exchanged: ScheduleRamp {
    var ramp = self
    (ramp.start, ramp.stop) = (stop, start)
    return ramp
  }

  /// The same with every probability that is given taken for a keep probability.
  var complemented: ScheduleRamp {
    var ramp = self
    if !isPaper { ramp.start = 1 - start }
    ramp.stop = 1 - stop
    return ramp
  }
}
