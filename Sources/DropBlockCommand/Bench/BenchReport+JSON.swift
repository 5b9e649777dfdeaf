import DropBlockContract
import DropBlockFast
import DropBlockVerification

extension BenchReport {
  /// Every number that was measured.
  func json(
    _ machine: Machine, kernel: String, threads: Int, rounds: Int, memory: MemoryOverhead?,
    sweep: BenchReport?
  ) -> JSON {
    var members: [(String, JSON)] = [
      ("dropblock", .string(DropBlockPackage.version)), ("machine", Self.json(machine)),
      ("kernel", .string(kernel)), ("threads", .integer(Int64(threads))),
      ("rounds", .integer(Int64(rounds))), ("groups", .array(sections.map(Self.json))),
    ]
    if let memory {
      members.append(
        (
          "memory",
          .object([
            ("bytes", .integer(Int64(memory.bytes))),
            ("tensorBytes", .integer(Int64(memory.tensorBytes))),
            ("share", .number(memory.share)),
            ("target", .object([("atMost", .number(MemoryOverhead.target))])),
            ("met", .bool(memory.isMet)),
          ])
        ))
    }
    if let sweep { members.append(("sweep", .array(sweep.sections.map(Self.json)))) }
    return .object(members)
  }

  private static func json(_ machine: Machine) -> JSON {
    .object([
      ("processor", machine.processor.map { .string($0) } ?? .null),
      ("processors", .integer(Int64(machine.processorCount))),
      (
        "caches",
        .array(
          machine.caches.map { cache in
            .object([
              ("level", .integer(Int64(cache.level))), ("kind", .string(cache.kind)),
              ("size", .string(cache.size)),
            ])
          })
      ),
    ])
  }

  private static func json(_ section: Section) -> JSON {
    .object([
      ("title", .string(section.group.title)),
      ("elementType", .string(section.group.type.rawValue)),
      ("units", .integer(Int64(section.group.units))),
      ("bytes", .integer(Int64(section.group.byteCount))),
      ("cases", .array(section.rows.map(json))),
    ])
  }

  private static func json(_ row: Row) -> JSON {
    let item = row.item
    let shape = item.request.shape
    let configuration = item.request.configuration
    var members: [(String, JSON)] = [
      ("name", .string(item.name)), ("work", .string(item.work.rawValue)),
      (
        "shape",
        .array(([shape.samples, shape.channels] + shape.spatial).map { .integer(Int64($0)) })
      ),
      ("layout", .string(shape.layout == .channelsLast ? "nhwc" : "nchw")),
      ("threads", .integer(Int64(item.threads))),
    ]
    if let kernel = item.kernel {
      members += [
        ("kernel", .string(kernel.name)),
        (
          "block",
          .array(
            (try? configuration.blockSize.sides(rank: shape.rank))?.map {
              .integer(Int64($0))
            } ?? [])
        ),
        ("p", .number(configuration.dropProbability)),
        ("sampler", .string(configuration.sampler.rawValue)),
      ]
    }
    members.append(("seconds", json(row.times)))
    members.append(("rounds", .array(row.rounds.map { .number($0) })))
    if let (name, ratio) = row.comparison {
      members += [("against", .string(name)), ("ratio", json(ratio))]
    }
    switch item.target {
    case .atMost(let bound): members.append(("target", .object([("atMost", .number(bound))])))
    case .atLeast(let bound): members.append(("target", .object([("atLeast", .number(bound))])))
    case nil: break
    }
    if let isMet = row.isMet { members.append(("met", .bool(isMet))) }
    return .object(members)
  }

  private static func json(_ quartiles: Quartiles) -> JSON {
    .object([
      ("low", .number(quartiles.low)), ("median", .number(quartiles.middle)),
      ("high", .number(quartiles.high)),
    ])
  }
}
