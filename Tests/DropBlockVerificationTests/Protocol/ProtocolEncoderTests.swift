import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct ProtocolEncoderTests {
  static func header(_ bytes: [UInt8]) throws -> JSON {
    let end = try #require(bytes.firstIndex(of: 0x0A))
    return try JSON(parsing: Array(bytes[..<end]))
  }

  @Test func `hello and stop are those of the protocol's page`() throws {
    #expect(
      try Self.header(ProtocolEncoder.hello) == ["kind": "hello", "protocol": 1, "blobs": []])
    #expect(try Self.header(ProtocolEncoder.stop) == ["kind": "stop", "blobs": []])
    #expect(ProtocolEncoder.hello.last == 0x0A && ProtocolEncoder.stop.last == 0x0A)
  }

  @Test func `schedules are those of the protocol's page`() throws {
    let linear = ScheduleCase(.linear(from: 0, to: 0.25, steps: 5), steps: [0, 1, 2])
    let expected: JSON = [
      "kind": "schedule", "id": "18", "schedule": "linear", "from": 0.0, "to": 0.25, "steps": 5,
      "at": [0, 1, 2], "resumesBefore": nil, "blobs": [],
    ]
    let bytes = try #require(ProtocolEncoder.schedule(linear, id: "18"))
    #expect(try Self.header(bytes) == expected)
    let paper = ScheduleCase(.paper(target: .nan, steps: -1), steps: [.min], resumesBefore: 0)
    let other = try Self.header(try #require(ProtocolEncoder.schedule(paper, id: "1")))
    #expect(other["target"] == "NaN" && other["steps"] == -1 && other["resumesBefore"] == 0)
    #expect(other["at"] == [.integer(.min)] && other["to"] == nil)
    let groups = ScheduleCase(.groups, steps: Array(repeating: 1_000_000, count: 10_000))
    #expect(ProtocolEncoder.schedule(groups, id: "1") == nil)
  }
}
