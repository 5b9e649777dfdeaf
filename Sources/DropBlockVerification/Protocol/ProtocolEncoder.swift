import DropBlockContract

/// Messages as bytes: the suite's, and the first of a program that is a subject.
package enum ProtocolEncoder {
  /// The first message to a program.
  package static var hello: [UInt8] {
    line(["kind": "hello", "protocol": .integer(Int64(SubjectProtocol.version)), "blobs": []])
  }

  /// The last message to a program.
  package static var stop: [UInt8] { line(["kind": "stop", "blobs": []]) }

  /// The answer to hello of a program that declares so.
  package static func helloAnswer(_ declaration: SubjectDeclaration) -> [UInt8] {
    line([
      "kind": "hello", "protocol": .integer(Int64(SubjectProtocol.version)),
      "name": .string(declaration.name), "version": .string(declaration.version), "blobs": [],
      "declares": declaration.json,
    ])
  }

  /// A request for the values of a schedule.
  ///
  /// - Returns: nil if its header would exceed ``SubjectProtocol/headerLimit``.
  package static func schedule(_ schedule: ScheduleCase, id: String) -> [UInt8]? {
    var members: [(String, JSON)] = [("kind", "schedule"), ("id", .string(id))]
    switch schedule.schedule {
    case .linear(let from, let to, let steps):
      members += [("schedule", "linear"), ("from", .number(from)), ("to", .number(to))]
      members += [("steps", .integer(Int64(steps)))]
    case .paper(let target, let steps):
      members += [("schedule", "paper"), ("target", .number(target))]
      members += [("steps", .integer(Int64(steps)))]
    case .groups: members += [("schedule", "groups")]
    }
    members += [
      ("at", .integers(schedule.steps)), ("resumesBefore", .optional(schedule.resumesBefore)),
    ]
    let bytes = line(.object(members + [("blobs", [])]))
    return bytes.count <= SubjectProtocol.headerLimit ? bytes : nil
  }

  /// A value as a line.
  static func line(_ json: JSON) -> [UInt8] { Array(json.description.utf8) + [0x0A] }
}
