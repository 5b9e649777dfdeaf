import Testing

@testable import DropBlockCommand

struct InterfaceTests {
  @Test(arguments: commands.map(\.interface.name))
  func `the help of a command names all its arguments and fits the width`(name: String) throws {
    let interface = try Program.selected(name.split(separator: " ").map(String.init)).command
      .interface
    for width in [60, 80, 120] {
      let help = interface.help(width: width)
      for option in interface.options { #expect(help.contains(option.typed), "\(help)") }
      for positional in interface.positionals { #expect(help.contains(positional.name), "\(help)") }
      let table = help.split(separator: "\n").filter { $0.hasPrefix("     ") }
      for line in table { #expect(line.count <= width, "\(line)") }
    }
  }

  @Test(arguments: commands.map(\.interface.name))
  func `the examples of a command are command lines it takes`(name: String) throws {
    let interface = try Program.selected(name.split(separator: " ").map(String.init)).command
      .interface
    #expect(!interface.examples.isEmpty)
    for example in interface.examples {
      let (command, rest) = try Program.selected(example.split(separator: " ").map(String.init))
      #expect(command.interface.name == name)
      #expect(throws: Never.self, "\(example)") { try Arguments(rest, for: command.interface) }
    }
  }

  @Test func `no command states an option twice`() {
    for command in commands {
      let names = command.interface.options.map(\.name)
      #expect(Set(names).count == names.count, "\(command.interface.name): \(names)")
    }
  }
}
