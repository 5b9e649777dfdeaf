import Verification

Interruption.shared.install()
// A subject that does not read its input would not notice that this program has gone.
_ = Interruption.shared.begin({ 0 }, undo: { ProcessSubject.endAll() })
let console = StandardConsole()
let code = Program.run(Array(CommandLine.arguments.dropFirst()), console: console)
System.exit(console.conclude(code).rawValue)
