import DropBlockVerification

Interruption.shared.install()
// A subject that does not read its input would not notice that this program has gone.
_ = Interruption.shared.begin({ 0 }, undo: { ProcessSubject.endAll() })
let console = StandardConsole()
let code = Program.run(Array(CommandLine.arguments.dropFirst()), console: console)
// While an interruption is at work this waits, and the process ends by the signal.
let status = console.conclude(code).rawValue
Interruption.shared.run { System.exit(status) }
