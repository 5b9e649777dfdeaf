import Foundation
import Testing

/// The outcome of a child process.
private struct Outcome {
  var status: Int32
  var text: String
}

private func run(_ command: String, _ arguments: [String]) throws -> Outcome {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [command] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Outcome(status: process.terminationStatus, text: String(decoding: bytes, as: UTF8.self))
}

private let compiler: String? = ["cc", "gcc", "clang"].first {
  (try? run($0, ["--version"]))?.status == 0
}

/// The compilers of both languages that are there.
private let compilers: [(command: String, language: [String])] =
  (["gcc", "clang"].map { ($0, ["-x", "c", "-std=c11"]) }
  + ["g++", "clang++"].map { ($0, ["-x", "c++", "-std=c++17"]) })
  .filter { (try? run($0.0, ["--version"]))?.status == 0 }

private let hasPython = (try? run("python3", ["--version"]))?.status == 0

private let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
private let include = here.deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Sources/CDropBlock/include").path
private let strict = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-I", include]

/// The half-precision conversions that the library takes from Swift's runtime are in the static
/// libgcc too, hidden; GNU ld would find those first, and refuse them.
#if os(Linux)
  private let runtime = ["-shared-libgcc"]
#else
  private let runtime: [String] = []
#endif

/// Where the build puts its products: the folder that holds this test bundle.
private let products: URL? = CommandLine.arguments.map { URL(fileURLWithPath: $0) }
  .map { $0.deletingLastPathComponent() }
  .first { FileManager.default.fileExists(atPath: $0.path + "/libDropBlockC.so") }

/// Whether the library was built for a sanitizer: no other program can then load it.
private let isSanitized: Bool = {
  guard let products,
    let library = try? Data(contentsOf: products.appendingPathComponent("libDropBlockC.so"))
  else { return false }
  return ["__asan_init", "__tsan_init"].contains { library.range(of: Data($0.utf8)) != nil }
}()

@Suite struct HeaderTests {
  @Test(.enabled(if: compiler != nil, "no C compiler"), arguments: ["-std=c99", "-std=c11"])
  func `the header compiles without a warning`(standard: String) throws {
    let outcome = try run(
      try #require(compiler),
      strict + [standard, "-fsyntax-only", here.appendingPathComponent("example.c").path])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test(.enabled(if: !compilers.isEmpty, "no compiler"))
  func `the header is C11 and C++17, as every compiler understands them`() throws {
    let source = FileManager.default.temporaryDirectory
      .appendingPathComponent("dropblock-header-\(ProcessInfo.processInfo.processIdentifier).c")
    defer { try? FileManager.default.removeItem(at: source) }
    try """
    #include <dropblock.h>
    #include <dropblock.h>

    int main(void) {
      const int64_t sides[2] = {14, 14};
      dropblock_shape shape = dropblock_default_shape(8, 16, 2, sides);
      dropblock_options options = dropblock_default_options(7, 0.1);
      dropblock_kept kept = dropblock_default_kept(NULL, NULL, 0);
      return dropblock_kept_count(&options, &shape, &kept);
    }

    """.write(to: source, atomically: true, encoding: .utf8)
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
    for (command, language) in compilers {
      let outcome = try run(
        command, language + warnings + ["-I", include, "-fsyntax-only", source.path])
      #expect(outcome.status == 0, "\(command): \(outcome.text)")
    }
  }

  @Test(.enabled(if: compiler != nil, "no C compiler"))
  func `the example in the README compiles`() throws {
    let package = here.deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(
      contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
    let begin = try #require(readme.range(of: "\n```c\n"))
    let end = try #require(readme[begin.upperBound...].range(of: "```"))
    let program = """
      #include <dropblock.h>
      #include <stdio.h>
      void example(uint64_t step, const float *input, float *output);
      void example(uint64_t step, const float *input, float *output) {
      \(readme[begin.upperBound..<end.lowerBound])}

      """
    let source = FileManager.default.temporaryDirectory
      .appendingPathComponent("dropblock-readme-\(ProcessInfo.processInfo.processIdentifier).c")
    defer { try? FileManager.default.removeItem(at: source) }
    try program.write(to: source, atomically: true, encoding: .utf8)
    let outcome = try run(
      try #require(compiler), strict + ["-std=c99", "-fsyntax-only", source.path])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test(
    .enabled(if: compiler != nil && products != nil, "no C compiler, or no dynamic library"),
    .disabled(if: isSanitized, "built for a sanitizer"))
  func `a C program finds what the header promises`() throws {
    let products = try #require(products).path
    let program = FileManager.default.temporaryDirectory
      .appendingPathComponent("dropblock-example-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: program) }
    let built = try run(
      try #require(compiler),
      strict + [
        "-std=c99", here.appendingPathComponent("example.c").path, "-o", program.path,
        "-L", products, "-lDropBlockC", "-Wl,-rpath,\(products)",
      ] + runtime)
    #expect(built.status == 0, "\(built.text)")
    let outcome = try run(program.path, [])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.text.hasPrefix("dropblock 0.1.0: "), "\(outcome.text)")
  }

  @Test(
    .enabled(if: hasPython && products != nil, "no python3, or no dynamic library"),
    .disabled(if: isSanitized, "built for a sanitizer"))
  func `a Python program finds what the header promises`() throws {
    let library = try #require(products).appendingPathComponent("libDropBlockC.so").path
    let outcome = try run("python3", [here.appendingPathComponent("example.py").path, library])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.text.hasPrefix("dropblock 0.1.0 from Python: "), "\(outcome.text)")
  }

  @Test(
    .enabled(if: hasPython && products != nil, "no python3, or no dynamic library"),
    .disabled(if: isSanitized, "built for a sanitizer"))
  func `a kernel that the environment names and nobody has is refused, with its reason`() throws {
    let library = try #require(products).appendingPathComponent("libDropBlockC.so").path
    let script = here.appendingPathComponent("forced.py").path
    let refused = try run("DROPBLOCK_KERNEL=abacus", ["python3", "-B", script, library])
    #expect(refused.status == 0, "\(refused.text)")
    #expect(refused.text.hasPrefix("2 None kernel 'abacus'"), "\(refused.text)")
    let unset = try run("DROPBLOCK_KERNEL=", ["python3", "-B", script, library])
    #expect(unset.text.hasPrefix("0 ") && unset.text.hasSuffix(" None\n"), "\(unset.text)")
  }

  @Test(
    .enabled(if: compiler != nil && products != nil, "no C compiler, or no dynamic library"),
    .disabled(if: isSanitized, "built for a sanitizer"))
  func `the line in the README builds a program that runs`() throws {
    let package = here.deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(
      contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
    // A line that ends with a backslash goes on in the next one.
    let found = readme.replacing(" \\\n     ", with: "").split(separator: "\n")
      .first { $0.hasPrefix("    cc ") }
    let program = FileManager.default.temporaryDirectory
      .appendingPathComponent("dropblock-line-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: program) }
    let line = try #require(found, "README.md has no such line")
      .replacingOccurrences(of: "\"$PWD/.build/release\"", with: try #require(products).path)
      .replacingOccurrences(of: ".build/release", with: try #require(products).path)
      .replacingOccurrences(of: "Sources/CDropBlock/include", with: include)
      .replacingOccurrences(of: "program.c", with: here.appendingPathComponent("example.c").path)
      .replacingOccurrences(of: "-o program", with: "-o " + program.path)
      .replacingOccurrences(of: "    cc ", with: try #require(compiler) + " ")
    let built = try run("sh", ["-c", line])
    #expect(built.status == 0, "\(line)\n\(built.text)")
    let outcome = try run(program.path, [])
    #expect(outcome.status == 0, "\(outcome.text)")
  }
}
