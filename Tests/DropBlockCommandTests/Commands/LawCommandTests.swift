import DropBlockReference
import Foundation
import Testing

@testable import DropBlockCommand

struct LawCommandTests {
  @Test func `the paper's case says what is asked for and what is dropped`() throws {
    let outcome = dropblock("law --map 14x14 --block 7 --p 0.1 --sampler bernoulli")
    let threshold = (0.00625 * 4_294_967_296).rounded()
    let law = try ExactLaw(
      map: [14, 14], blockSize: [7, 7], gamma: threshold / 4_294_967_296)
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    for text in [
      "0.00625  (paper", "requested share  0.1\n", law.expectedShare.positional, "7.06 % below",
      law.probability(at: [0, 0]).positional, law.probability(at: [7, 7]).positional,
      "covered by 1 of 64", "covered by 49 of 64",
    ] {
      #expect(outcome.output.contains(text), "\(text) is not in \(outcome.output)")
    }
  }

  @Test func `the calibrated rule drops what is asked for`() {
    let outcome = dropblock("law --map 14x14 --block 7 --p 0.1 --gamma-rule calibrated")
    #expect(outcome.output.contains("less than 0.01 % above"), "\(outcome.output)")
  }

  @Test(arguments: ["40", "7x5", "3x7x5", "1", "1x1x1"])
  func `maps of every rank are drawn`(map: String) {
    let outcome = dropblock("law --map \(map) --block 3 --p 0.1 --picture digits")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(outcome.output.contains("0 1 2 3 4 5 6 7 8 9|"))
  }

  @Test func `the picture suits the terminal unless it is chosen`() {
    let line = "law --map 9x9 --block 3 --p 0.1"
    var unicode = Terminal()
    unicode.hasUnicode = true
    #expect(dropblock(line, terminal: unicode).output.contains("█"))
    #expect(!dropblock(line).output.contains("█"))
    #expect(dropblock(line + " --picture shades").output.contains("█"))
    #expect(!dropblock(line + " --picture none").output.contains("|"))
  }

  @Test func `the SVG file is written whole and says the same`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("law --map 14x14 --block 7 --p 0.1 --svg \(folder("a.svg"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    let text = String(decoding: try folder.bytes(of: "a.svg"), as: UTF8.self)
    #expect(text.contains("0.09294") && text.contains("legend") == false)
    #expect(try folder.names == ["a.svg"])
    let refused = dropblock("law --map 14x14 --block 7 --p 0.1 --svg \(folder("no/a.svg"))")
    #expect(refused.code == .failed && refused.output.isEmpty)
  }

  @Test(arguments: [
    ("--map 0x14 --block 7 --p 0.1", "--map"), ("--map 14x14 --p 0.1", "--block"),
    ("--map 14x14x14x14 --block 7 --p 0.1", "1 to 3"),
    ("--map 99999x99999 --block 7 --p 0.1", "99999×99999"),
    ("--map 14x14 --block 7x7x7 --p 0.1", "3 sides"),
    ("--map 14x14 --block 7 --p 2", "0…1"),
    ("--map 14x14 --block 15 --p 0.1 --oversized-block refused", "15×15"),
    ("--map 14x14 --block 7 --p 0.1 --share channels", "--share"),
    ("--map 14x14 --block 7 --p 0.1 extra", "'extra'"),
  ])
  func `what is not admissible is a usage error`(options: String, text: String) {
    let outcome = dropblock("law \(options)")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }
}
