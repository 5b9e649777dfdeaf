import DropBlockContract

extension SeedGrid {
  /// The grid's name in headers and reports: `valid`, or `whole.` and the anchor.
  var protocolName: String {
    switch self {
    case .valid: "valid"
    case .whole(let anchor): "whole.\(anchor.rawValue)"
    }
  }

  /// The grid of that name; nil if there is none.
  init?(protocolName: String) {
    let grids = [SeedGrid.valid] + Anchor.allCases.map(SeedGrid.whole)
    guard let grid = grids.first(where: { $0.protocolName == protocolName }) else { return nil }
    self = grid
  }
}

extension MaskSharing {
  /// The names of what is shared, in headers and reports: `channels`, `samples`.
  var protocolNames: [String] {
    (contains(.channels) ? ["channels"] : []) + (contains(.samples) ? ["samples"] : [])
  }

  /// The set of those names; nil if one of them is unknown.
  init?(protocolNames: [String]) {
    self = []
    for name in protocolNames {
      switch name {
      case "channels": insert(.channels)
      case "samples": insert(.samples)
      default: return nil
      }
    }
  }
}

extension SubjectDeclaration {
  /// The `declares` object of a hello answer; every field is written.
  package var json: JSON {
    [
      "seedGrids": .array(seedGrids.map { .string($0.protocolName) }),
      "gammaRules": .strings(gammaRules.map(\.rawValue)),
      "sharings": .array(sharings.map { .strings($0.protocolNames) }),
      "scales": .strings(scales.map(\.rawValue)),
      "blocks": .string(blocks.rawValue),
      "samplers": .strings(samplers.map(\.rawValue)),
      "oversizedBlocks": .strings(oversizedBlocks.map(\.rawValue)),
      "elementTypes": .strings(elementTypes.map(\.rawValue)),
      "ranks": .array(ranks.map { .integer(Int64($0)) }),
      "layouts": .strings(layouts.map(\.rawValue)),
      "schedules": .strings(schedules.map(\.rawValue)),
      "reveals": .strings(reveals.map(\.rawValue).sorted()),
      "scaleEpsilon": .number(scaleEpsilon),
      "capabilities": .strings(capabilities.map(\.rawValue).sorted()),
    ]
  }

  /// Reads the `declares` object of a hello answer; a field left out keeps its default.
  ///
  /// - Throws: ``ProtocolError/malformed(_:)`` for an entry that is not in the protocol's table, and
  ///   for an empty list where the first entry is the default.
  package init(name: String, version: String, declares json: JSON) throws(ProtocolError) {
    self.init(name: name, version: version)
    guard case .object = json else { throw .malformed("declares is \(json.excerpt)") }
    seedGrids =
      try json.entries("seedGrids") { $0.stringValue.flatMap(SeedGrid.init(protocolName:)) }
      ?? seedGrids
    gammaRules = try json.named("gammaRules") ?? gammaRules
    sharings = try json.entries("sharings", Self.sharing) ?? sharings
    scales = try json.named("scales") ?? scales
    samplers = try json.named("samplers", mayBeEmpty: true) ?? samplers
    oversizedBlocks = try json.named("oversizedBlocks") ?? oversizedBlocks
    elementTypes = try json.named("elementTypes") ?? elementTypes
    ranks =
      try json.entries("ranks") { $0.intValue.flatMap { (1...3).contains($0) ? $0 : nil } } ?? ranks
    layouts = try json.named("layouts") ?? layouts
    schedules = try json.named("schedules", mayBeEmpty: true) ?? schedules
    reveals = Set(try json.named("reveals", mayBeEmpty: true) ?? [])
    capabilities = Set(try json.named("capabilities", mayBeEmpty: true) ?? [])
    if let word = json["blocks"] {
      guard let known = word.stringValue.flatMap(OfferedBlocks.init(rawValue:)) else {
        throw .malformed("declares the blocks \(word.excerpt)")
      }
      blocks = known
    }
    if let epsilon = json["scaleEpsilon"] {
      guard let value = epsilon.doubleValue, value.isFinite, value >= 0 else {
        throw .malformed("declares the scaleEpsilon \(epsilon.excerpt)")
      }
      scaleEpsilon = value
    }
  }

  private static func sharing(_ json: JSON) -> MaskSharing? {
    guard let entries = json.arrayValue else { return nil }
    let names = entries.compactMap(\.stringValue)
    return names.count == entries.count ? MaskSharing(protocolNames: names) : nil
  }
}

extension JSON {
  /// An array of strings.
  static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// The entries of the list `field`; nil if there is no such field.
  fileprivate func entries<Entry>(
    _ field: String, mayBeEmpty: Bool = false, _ read: (JSON) -> Entry?
  ) throws(ProtocolError) -> [Entry]? {
    guard let json = self[field] else { return nil }
    guard let list = json.arrayValue, mayBeEmpty || !list.isEmpty else {
      throw .malformed("declares the \(field) \(json.excerpt)")
    }
    var entries: [Entry] = []
    for element in list {
      guard let entry = read(element) else {
        throw .malformed("declares the unknown entry \(element.excerpt) of \(field)")
      }
      entries.append(entry)
    }
    return entries
  }

  /// The entries of the list `field`, of a type whose values are known by name.
  fileprivate func named<Entry: RawRepresentable>(
    _ field: String, mayBeEmpty: Bool = false
  ) throws(ProtocolError) -> [Entry]? where Entry.RawValue == String {
    try entries(field, mayBeEmpty: mayBeEmpty) { $0.stringValue.flatMap(Entry.init(rawValue:)) }
  }
}
