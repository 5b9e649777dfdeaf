public import Foundation

/// The committed number that the keys of the profile `ci` come from.
///
/// It stands in a text file called `property-epoch`, beside the tests or in a folder above them: of
/// several the nearest counts, and none above the folder of `Package.swift`. The file holds a whole
/// number, in decimal or after `0x`, and lines that begin with `#`.
enum PropertyEpoch {
  /// What the file is called.
  static let fileName = "property-epoch"

  /// The epoch of a package that has no such file.
  static let initial: UInt64 = 1

  /// The epoch that is committed for a test.
  ///
  /// - Parameter file: The test's file.
  /// - Returns: The number in the nearest file; nil where there is none, or no sources any more.
  /// - Throws: A ``PropertyEpochError`` for a file that can't be read or holds anything else.
  static func committed(for file: String) throws(PropertyEpochError) -> UInt64? {
    var folder = URL(filePath: file).deletingLastPathComponent().standardizedFileURL
    while true {
      let candidate = folder.appending(path: fileName).path
      if FileManager.default.fileExists(atPath: candidate) { return try number(in: candidate) }
      let manifest = folder.appending(path: "Package.swift").path
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      if FileManager.default.fileExists(atPath: manifest) || parent.path == folder.path {
        return nil
      }
      folder = parent
    }
  }

  private static func number(in path: String) throws(PropertyEpochError) -> UInt64 {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw PropertyEpochError(path: path, problem: "can't be read as UTF-8")
    }
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    guard lines.count == 1, let number = WholeNumber.parsed(lines[0]) else {
      throw PropertyEpochError(
        path: path, problem: "not one whole number in 0...\(UInt64.max): '\(lines.first ?? "")'")
    }
    return number
  }
}

/// A file `property-epoch` that holds no epoch: without it CI would draw other cases unnoticed.
public struct PropertyEpochError: LocalizedError, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String

  /// What is wrong with it.
  public let problem: String

  /// File and problem in one line.
  public var description: String { "\(path): \(problem)" }

  /// The same as the description.
  public var errorDescription: String? { description }
}

/// Whole numbers as people write them.
enum WholeNumber {
  /// The number, in decimal or after `0x`; nil for anything else, a sign too.
  static func parsed(_ text: String) -> UInt64? {
    let isHexadecimal = text.hasPrefix("0x")
    let digits = isHexadecimal ? text.dropFirst(2) : Substring(text)
    guard digits.first?.isHexDigit == true else { return nil }
    return UInt64(digits, radix: isHexadecimal ? 16 : 10)
  }
}
