/// The machine that is measured on, as far as it says.
struct Machine: Sendable, Hashable {
  /// A cache of the first processor.
  struct Cache: Sendable, Hashable {
    var level: Int
    var kind: String
    var size: String
  }

  /// The name of the processor; nil when nobody says.
  var processor: String?

  /// The number of processors.
  var processorCount: Int

  /// The caches of the first processor, the nearest first.
  var caches: [Cache]

  /// This machine.
  static var current: Machine {
    let folder = "/sys/devices/system/cpu/cpu0/cache/index"
    let caches = (0..<8).compactMap { index -> Cache? in
      guard let level = word(folder + "\(index)/level").flatMap({ Int($0) }),
        let kind = word(folder + "\(index)/type"), let size = word(folder + "\(index)/size")
      else { return nil }
      return Cache(level: level, kind: kind.lowercased(), size: size)
    }
    return Machine(
      processor: text("/proc/cpuinfo").flatMap(processor(in:)),
      processorCount: System.processorCount, caches: caches)
  }

  /// The processor's name in the text of `/proc/cpuinfo`.
  static func processor(in text: String) -> String? {
    for line in text.split(separator: "\n") where line.hasPrefix("model name") {
      let name = line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
      return name.isEmpty ? nil : String(name)
    }
    return nil
  }

  /// One line.
  var text: String {
    var parts = [processor ?? "unknown processor", Text.counted(processorCount, "processor")]
    let data = caches.filter { $0.kind != "instruction" }.map { "L\($0.level) \($0.size)" }
    if !data.isEmpty { parts.append("caches " + data.joined(separator: ", ")) }
    return parts.joined(separator: " · ")
  }

  private static func text(_ path: String) -> String? {
    (try? InputFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func word(_ path: String) -> String? {
    text(path)?.split(separator: "\n").first.map(String.init)
  }
}
