/// The last bytes of a stream of any length.
struct TailBuffer {
  /// The number of bytes that are kept.
  let limit: Int

  private var bytes: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  /// Appends bytes; what lies further back than the limit is forgotten.
  ///
  /// The front is cut off once as much again has come, so that a byte is moved once on average.
  mutating func append(_ more: [UInt8]) {
    bytes += more
    if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
  }

  /// The last bytes as text; what is not UTF-8 is replaced.
  var text: String { String(decoding: bytes.suffix(limit), as: UTF8.self) }
}
