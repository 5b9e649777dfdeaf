Interruption.shared.install()
let console = StandardConsole()
let code = Program.run(Array(CommandLine.arguments.dropFirst()), console: console)
System.exit(console.conclude(code).rawValue)
