import Foundation
import Testing

@testable import DropBlockPropertyTesting

@Suite struct PropertyEpochTests {
  /// A package in a folder that holds a file of another epoch; gone with the last reference.
  private final class Package {
    let folder = FileManager.default.temporaryDirectory.appending(path: "epoch-\(UUID())")

    init() throws {
      try write("", to: "package/Package.swift")
      try write("99", to: PropertyEpoch.fileName)
      try write("", to: test)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    let test = "package/Tests/RoomTests/ThingTests.swift"

    func write(_ text: String, to path: String) throws {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }

    func profile(_ environment: [String: String] = ["CI": "1"]) throws -> PropertyProfile {
      try PropertyProfile(environment, for: folder.appending(path: test).path)
    }
  }

  @Test func `the nearest committed epoch counts, and none from outside the package`() throws {
    let package = try Package()
    #expect(try package.profile() == .ci(epoch: 1))
    for (path, text, epoch) in [
      ("package/property-epoch", "2\n", 2),
      ("package/Tests/property-epoch", "# why\n\n 0x10 \n", 16),
      ("package/Tests/RoomTests/property-epoch", "18446744073709551615\r\n", .max),
    ] as [(String, String, UInt64)] {
      try package.write(text, to: path)
      #expect(try package.profile() == .ci(epoch: epoch))
    }
  }

  @Test func `the environment goes before the file, and only CI has an epoch`() throws {
    let package = try Package()
    try package.write("5", to: "package/Tests/property-epoch")
    #expect(try package.profile(["CI": "1", "PROPERTY_EPOCH": "7"]) == .ci(epoch: 7))
    #expect(try package.profile(["CI": "1", "PROPERTY_EPOCH": "seven"]) == .ci(epoch: 5))
    #expect(try package.profile(["CI": "1", "PROPERTY_KEY": "9"]).keys == .given(9))
    #expect(try package.profile([:]) == .local)
    #expect(try package.profile(["PROPERTY_PROFILE": "nightly"]) == .nightly)
  }

  @Test func `a file without an epoch is an error that names it`() throws {
    let package = try Package()
    for text in ["", "# 3\n", "three", "-3", "1\n2\n", "18446744073709551616", "0x"] {
      try package.write(text, to: "package/Tests/property-epoch")
      let error = #expect(throws: PropertyEpochError.self, "\(text)") { try package.profile() }
      #expect(error?.path.hasSuffix("package/Tests/property-epoch") == true)
      #expect(error?.description.contains("not one whole number") == true)
      #expect(throws: Never.self) { try package.profile([:]) }
    }
  }

  @Test func `the tests of this package have their committed epoch`() throws {
    #expect(try PropertyEpoch.committed(for: #filePath) != nil)
  }
}
