@_spi(Fuzzing) import DropBlockVerification

/// The property of the decoders that a fuzzer's bytes are judged by.
public enum DecoderTarget {
  /// Hands the bytes to every decoder, and stops the process if one reads them wrongly.
  ///
  /// - Returns: 0: any bytes may enter the corpus.
  public static func judge(_ bytes: [UInt8]) -> CInt {
    let report = DecoderProperty.judge(bytes)
    guard !report.holds else { return 0 }
    fatalError(
      """
      a decoder does not give back what it read:
      \(report.description)

      see it again:
        dropblock replay --target decoders FILE    (FILE is the artifact that libFuzzer names below)

      """)
  }
}
