import DropBlockVerification

/// How many maps, and how much time, a margin and a power take.
enum PlanCommand: Command {
  static let margin = Option<Double>.value(
    "margin", .number(in: 1e-5...0.9), default: 0.01, "0.01",
    "the fault to find: a relative error, or the share of repeated maps")
  static let power = Option<Double>.value(
    "power", .number(in: 0.5...0.999_999_999), default: 0.999_999, "0.999999",
    "the probability of finding it")

  static let interface = Interface(
    name: "plan",
    summary: "say how many maps and how much time a margin and a power take, before the run",
    options: [margin.description, power.description, JudgingOptions.subject.description],
    notes: [
      "Statements about the declared defaults are planned: 14 × 14 maps, block 7, p 0.1, and the "
        + "small maps of rate.masks. Where one statement is about many means, all of them are to be "
        + "found off by the margin, the rarest too. The time is that of this machine on one core, "
        + "from looking at 65,536 maps. 'verify --margin' runs with the maps of rate.share."
    ],
    examples: ["plan", "plan --margin 0.05 --power 0.999 --subject reference"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let name = try arguments.value(JudgingOptions.subject)
    let subject = try OwnSubjects.named(name)
    let run = VerificationRun(subject, profile: .ci, key: 1)
    let margin = try arguments.value(margin)
    let power = try arguments.value(power)
    let plans = try run.plan(margin: margin, power: power)
    let speed = try SurveySpeed.mapsPerSecond(subject, maps: 65_536)
    console.line(
      "margin \(margin) · power \(power) · false-alarm budget \(run.budget) · subject \(name): "
        + "\(Text.grouped(Int(speed))) maps a second")
    var last = ""
    for plan in plans {
      if plan.requirement.rawValue != last { console.line(plan.requirement.rawValue) }
      last = plan.requirement.rawValue
      console.line("  \(plan.statement.words)")
      guard let maps = plan.maps else {
        console.line("    no number of maps below 10^15 finds it: \(plan.measure.words)")
        continue
      }
      console.line(
        "    \(Text.grouped(maps)) maps, \(Text.time(Double(maps) / speed)) for \(plan.size.significant)  "
          + plan.measure.words)
    }
    return .conforms
  }
}

extension Double {
  /// Two digits that matter.
  var significant: String { Decimals.significant(self) }
}
