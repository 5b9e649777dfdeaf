/// A command without its type.
struct RegisteredCommand: Sendable {
  /// What it takes.
  let interface: Interface

  /// Does it; see ``Command/run(_:_:)``.
  let run: @Sendable (Arguments, any Console) throws -> ExitCode

  /// The entry of a command.
  init<Registered: Command>(_ command: Registered.Type) {
    interface = Registered.interface
    run = { try Registered.run($0, $1) }
  }
}

/// The commands, in the order of the help.
///
/// The only list of them: a new command is a new file and a line here.
let commands: [RegisteredCommand] = [
  RegisteredCommand(VerifyCommand.self),
  RegisteredCommand(CheckCommand.self),
  RegisteredCommand(IdentifyCommand.self),
  RegisteredCommand(ChallengeCommand.self),
  RegisteredCommand(JudgeCommand.self),
  RegisteredCommand(SubjectsCommand.self),
  RegisteredCommand(MutantsCommand.self),
  RegisteredCommand(KernelsCommand.self),
  RegisteredCommand(RequirementsCommand.self),
  RegisteredCommand(ExplainCommand.self),
  RegisteredCommand(PlanCommand.self),
  RegisteredCommand(ReplayCommand.self),
  RegisteredCommand(ApplyCommand.self),
  RegisteredCommand(LawCommand.self),
  RegisteredCommand(LinearScheduleCommand.self),
  RegisteredCommand(PaperScheduleCommand.self),
  RegisteredCommand(GroupScheduleCommand.self),
  RegisteredCommand(FalseAlarmsCommand.self),
  RegisteredCommand(PowerCommand.self),
  RegisteredCommand(BenchCommand.self),
  RegisteredCommand(VectorsCommand.self),
]
