import DropBlockContract

/// What a decoder must do with any bytes: refuse them with an error, or give back what was written.
@_spi(Fuzzing)
public enum DecoderProperty {
  /// What came of one string of bytes.
  public struct Report: Sendable, CustomStringConvertible {
    /// Whether every decoder refused the bytes, or wrote them again as it had read them.
    public let holds: Bool

    /// One line for each decoder.
    public let description: String
  }

  /// One small case with a gradient, to which a run answer may be read.
  private static var cases: [SubjectCase] {
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 1, dropProbability: 0.5), shape: .nchw(1, 1, 2, 2), key: 0)
    let ones = TensorBits(repeating: 1, count: 4, as: .float32)
    return [SubjectCase(request, input: ones, outputGradient: ones)]
  }

  /// Hands bytes to the decoders of NumPy arrays, of JSON and of the subject protocol.
  public static func judge(_ bytes: [UInt8]) -> Report {
    var lines: [String] = []
    var holds = true
    func note(_ name: String, _ outcome: String, _ isRight: Bool = true) {
      lines.append("\(isRight ? "✓" : "✗") \(name): \(outcome)")
      if !isRight { holds = false }
    }
    do {
      let array = try NPYArray(decoding: bytes)
      let again = try? NPYArray(decoding: array.encoded())
      note("npy", "\(array.shape), written and read again", again == array)
    } catch {
      note("npy", "refused: \(error)")
    }
    let line = Array(bytes.prefix { $0 != 0x0A })
    do {
      let value = try JSON(parsing: line)
      let again = try? JSON(parsing: Array(value.description.utf8))
      note("json", "written and read again", again == value)
    } catch {
      note("json", "refused: \(error)")
    }
    do {
      let declaration = try ProtocolDecoder.decodeHello(line)
      note("hello", "declares \(declaration.name)")
    } catch {
      note("hello", "refused: \(error)")
    }
    let expectation = RunExpectation(id: "1", cases: Self.cases)
    do {
      let header = try ProtocolDecoder.decodeRunAnswer(line, expecting: expectation)
      let payload = bytes.dropFirst(line.count + 1)
      if payload.count >= header.blobByteCount {
        _ = try header.answers(from: payload.prefix(header.blobByteCount))
      }
      note("run", "\(header.answers.count) answers")
    } catch {
      note("run", "refused: \(error)")
    }
    return Report(holds: holds, description: lines.joined(separator: "\n"))
  }
}
