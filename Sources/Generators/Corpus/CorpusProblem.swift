/// A line of a corpus that can't be run, or a whole file that can't be read.
public struct CorpusProblem: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line is not what was written.
    case damaged(String)

    /// A newer version wrote it.
    case newer(String)

    /// The file is there, but can't be read.
    case unreadable(String)

    /// What is wrong, and how.
    public var description: String {
      switch self {
      case .damaged(let what): "damaged: \(what)"
      case .newer(let what): "written by a newer version: \(what)"
      case .unreadable(let what): "unreadable: \(what)"
      }
    }

    /// The same as the description.
    public var localizedDescription: String { description }
  }

  /// The file.
  public let file: String

  /// The number of the line, from 1; 0 for the whole file.
  public let line: Int

  /// The name of the property whose cases are in the file.
  public let property: String

  /// What is wrong.
  public let reason: Reason

  /// File, line, property and reason in one line.
  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return "\(place): property \"\(OneLine.text(property))\": \(OneLine.text(reason.description))"
  }
}
