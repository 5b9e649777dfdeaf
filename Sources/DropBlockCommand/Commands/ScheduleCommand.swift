import DropBlockContract
import DropBlockReference

/// What the three schedule commands share: which steps are asked for, and how values are printed.
enum ScheduleOptions {
  static let at = Option<[[Int]]>.repeated(
    "at", .integers(in: Int.min...Int.max), "the steps to print; a negative one counts as 0",
    absent: "every step until the value stays the same")

  /// The admissible number of steps.
  static let steps = 1...Int.max

  /// Prints step and value, with the fewest digits that give the value back.
  static func print<Steps: Sequence<Int>>(
    _ steps: Steps, _ console: any Console, value: (Int) throws -> Double
  ) rethrows {
    for step in steps {
      let number = try value(step)
      console.line("\(step)\t\(number.positional)")
      if console.isClosed { return }
    }
  }

  /// The given steps, or all from 0 to the one from which the value stays the same.
  static func steps(_ arguments: Arguments, last: Int) throws(UsageError) -> [ClosedRange<Int>] {
    let given = try arguments.value(at).flatMap(\.self)
    return given.isEmpty ? [0...last] : given.map { $0...$0 }
  }
}

/// A drop probability that goes linearly from one value to another.
enum LinearScheduleCommand: Command {
  static let from = Option<Double>.required("from", .number(in: 0...1), "the first value")
  static let to = Option<Double>.required("to", .number(in: 0...1), "the last value")
  static let steps = Option<Int>.required(
    "steps", .integer(in: 2...Int.max), "how many values, both ends included")

  static let interface = Interface(
    name: "schedule linear",
    summary: "a drop probability that goes linearly from one value to another",
    options: [
      from.description, to.description, steps.description, ScheduleOptions.at.description,
    ],
    notes: ["Prints step and value, separated by a tab."],
    examples: [
      "schedule linear --from 0 --to 0.25 --steps 5",
      "schedule linear --from 0 --to 0.25 --steps 5 --at 3,100",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let steps = try arguments.value(steps)
    let schedule = try ReferenceLinearSchedule(
      from: try arguments.value(from), to: try arguments.value(to), steps: steps)
    let chosen = try ScheduleOptions.steps(arguments, last: steps - 1)
    ScheduleOptions.print(chosen.lazy.joined(), console) { schedule.value(at: $0) }
    return .conforms
  }
}

/// The paper's schedule: keep_prob goes linearly from 1 to its target.
enum PaperScheduleCommand: Command {
  static let target = Option<Double>.required(
    "target", .number(in: 0...1), "the drop probability at the end")
  static let steps = Option<Int>.required(
    "steps", .integer(in: 1...Int.max), "after how many steps the target is reached")

  static let interface = Interface(
    name: "schedule paper",
    summary: "the paper's: keep_prob goes linearly from 1 to its target",
    options: [target.description, steps.description, ScheduleOptions.at.description],
    notes: ["Prints step and drop probability, separated by a tab."],
    examples: ["schedule paper --target 0.1 --steps 10"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let steps = try arguments.value(steps)
    let schedule = try ReferencePaperSchedule(target: try arguments.value(target), steps: steps)
    let chosen = try ScheduleOptions.steps(arguments, last: steps)
    ScheduleOptions.print(chosen.lazy.joined(), console) { schedule.value(at: $0) }
    return .conforms
  }
}

/// The paper's factors on gamma for the groups of the network.
enum GroupScheduleCommand: Command {
  static let at = Option<[[Int]]>.repeated(
    "at", .integers(in: 1...4), "the groups to print", absent: "all four")

  static let interface = Interface(
    name: "schedule groups",
    summary: "the paper's factor on gamma in each group of the network",
    options: [at.description],
    notes: ["Prints group and factor, separated by a tab."],
    examples: ["schedule groups"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let given = try arguments.value(at).flatMap(\.self)
    try ScheduleOptions.print(given.isEmpty ? [1, 2, 3, 4] : given, console) {
      try ReferenceGroupFactors.factor(group: $0)
    }
    return .conforms
  }
}
