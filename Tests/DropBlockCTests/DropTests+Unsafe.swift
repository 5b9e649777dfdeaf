import CDropBlock
import DropBlockC
import DropBlockContract
import DropBlockFast
import Testing

/// One value of a format, as bits at the low end of a word.
private struct Format {
  var dtype: Int32
  var width: Int
  var one: UInt64

  static let all = [
    Format(dtype: Int32(DROPBLOCK_FLOAT16), width: 2, one: 0x3C00),
    Format(dtype: Int32(DROPBLOCK_BFLOAT16), width: 2, one: 0x3F80),
    Format(dtype: Int32(DROPBLOCK_FLOAT32), width: 4, one: 0x3F80_0000),
    Format(dtype: Int32(DROPBLOCK_FLOAT64), width: 8, one: 0x3FF0_0000_0000_0000),
  ]

  /// `count` ones, one behind the other.
  func ones(_ count: Int) -> [UInt8] {
    (0..<count * width).map { UInt8(truncatingIfNeeded: one >> UInt64($0 % width * 8)) }
  }
}

private func lastError() -> String { unsafe String(cString: dropblock_last_error()) }

@Suite struct DropTests {
  @Test func `drop makes the masked units zero and touches no other, in every format and layout`()
    throws
  {
    let (samples, channels, height, width) = (2, 3, 6, 7)
    let units = samples * channels * height * width
    // Strides with gaps: 2 elements after each row, 5 after each map.
    let gapped: [Int64] = [3 * 59, 59, 9, 1, 0]
    for sharing in Int32(0)...3 {
      for threads in Int32(1)...2 {
        for layout in [DROPBLOCK_CHANNELS_FIRST, DROPBLOCK_CHANNELS_LAST, DROPBLOCK_STRIDED] {
          var options = dropblock_default_options(3, 0.3)
          options.sharing = sharing
          options.threads = threads
          options.key = 17
          var sizes = shape(samples, channels, [height, width])
          sizes.layout = Int32(layout)
          sizes.strides = (gapped[0], gapped[1], gapped[2], gapped[3], gapped[4])
          var mask = Array(repeating: UInt8(9), count: units)
          #expect(unsafe dropblock_mask(&options, &sizes, &mask, units, nil) == 0)
          let needed = layout == DROPBLOCK_STRIDED ? 3 * 59 + 2 * 59 + 5 * 9 + 7 : units
          for format in Format.all {
            var tensor = format.ones(needed)
            var wanted = tensor
            for unit in 0..<units where mask[unit] == 1 {
              let (map, place) = unit.quotientAndRemainder(dividingBy: height * width)
              let (sample, channel) = map.quotientAndRemainder(dividingBy: channels)
              let element =
                switch layout {
                case DROPBLOCK_CHANNELS_FIRST: unit
                case DROPBLOCK_CHANNELS_LAST:
                  (sample * height * width + place) * channels + channel
                default:
                  sample * 177 + channel * 59 + place / width * 9 + place % width
                }
              for byte in element * format.width..<(element + 1) * format.width {
                wanted[byte] = 0
              }
            }
            let status = unsafe dropblock_drop(
              &options, &sizes, format.dtype, &tensor, needed, nil)
            #expect(status == 0, "\(lastError())")
            #expect(tensor == wanted, "\(format), layout \(layout), sharing \(sharing)")
          }
        }
      }
    }
  }

  @Test func `counts without a tensor are those that a drop reports, scope by scope`() {
    for rule in Int32(0)...4 {
      for threads in Int32(0)...2 {
        var options = dropblock_default_options(3, 0.3)
        options.scale_rule = rule
        options.threads = threads
        options.fixed_scale = 1.5
        var sizes = shape(2, 3, [9, 9])
        var tensor = Array(repeating: Float(1), count: 486)
        let scopes = rule == 1 ? 2 : rule == 2 ? 6 : 1
        var counts = [[Int64]](repeating: .init(repeating: -1, count: 6), count: 2)
        var scales = [[Double]](repeating: .init(repeating: -1, count: 6), count: 2)
        for index in 0..<2 {
          let status = unsafe counts[index].withUnsafeMutableBufferPointer { counts in
            unsafe scales[index].withUnsafeMutableBufferPointer { scales in
              var kept = unsafe dropblock_default_kept(
                counts.baseAddress, scales.baseAddress, scopes)
              return index == 0
                ? unsafe dropblock_kept_count(&options, &sizes, &kept)
                : unsafe dropblock_drop(&options, &sizes, 2, &tensor, 486, &kept)
            }
          }
          #expect(status == 0, "\(lastError())")
        }
        #expect(counts[0] == counts[1] && scales[0] == scales[1], "rule \(rule)")
        #expect(Int(counts[0].prefix(scopes).reduce(0, +)) == tensor.count { $0 != 0 })
        #expect(counts[0].dropFirst(scopes).allSatisfy { $0 == -1 })
        #expect(rule != 3 || scales[0][0] == 1.5)
      }
    }
  }

  @Test func `a drop without sense is refused, and nothing is written`() {
    var options = dropblock_default_options(3, 0.9)
    var sizes = shape(1, 1, [8])
    var tensor = Array(repeating: Float(7), count: 9)
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    let refused = Int32(DROPBLOCK_REFUSED)
    #expect(unsafe dropblock_drop(nil, &sizes, 2, &tensor, 8, nil) == bad)
    #expect(lastError() == "options is a null pointer")
    #expect(unsafe dropblock_drop(&options, nil, 2, &tensor, 8, nil) == bad)
    #expect(unsafe dropblock_drop(&options, &sizes, 2, nil, 8, nil) == bad)
    #expect(lastError() == "tensor is a null pointer")
    #expect(unsafe dropblock_drop(&options, &sizes, 4, &tensor, 8, nil) == bad)
    #expect(unsafe dropblock_drop(&options, &sizes, 2, &tensor, 9, nil) == refused)
    #expect(unsafe dropblock_drop(&options, &sizes, 2, &tensor, -1, nil) == bad)
    unsafe tensor.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      #expect(unsafe dropblock_drop(&options, &sizes, 2, start + 2, 8, nil) == bad)
      #expect(lastError().contains("aligned"))
    }
    var short = unsafe dropblock_default_kept(nil, nil, 0)
    var scale = -1.0
    options.scale_rule = Int32(DROPBLOCK_SCALE_MAP)
    sizes.channels = 2
    var both = Array(repeating: Float(7), count: 16)
    let status = unsafe withUnsafeMutablePointer(to: &scale) { scale in
      unsafe short.scales = scale
      unsafe short.capacity = 1
      return unsafe dropblock_drop(&options, &sizes, 2, &both, 16, &short)
    }
    #expect(status == refused && scale == -1)
    #expect(tensor == Array(repeating: 7, count: 9) && both == Array(repeating: 7, count: 16))
    sizes.spatial.0 = 0
    #expect(unsafe dropblock_drop(&options, &sizes, 2, nil, 0, nil) == 0)
  }

  @Test func `a count without a place to go is refused`() {
    var options = dropblock_default_options(3, 0.9)
    var sizes = shape(1, 1, [8])
    let bad = Int32(DROPBLOCK_BAD_ARGUMENT)
    var kept = unsafe dropblock_default_kept(nil, nil, 0)
    #expect(unsafe dropblock_kept_count(nil, &sizes, &kept) == bad)
    #expect(unsafe dropblock_kept_count(&options, nil, &kept) == bad)
    #expect(unsafe dropblock_kept_count(&options, &sizes, nil) == bad)
    #expect(lastError() == "kept is a null pointer")
    #expect(unsafe dropblock_kept_count(&options, &sizes, &kept) == bad)
    #expect(lastError() == "kept->counts and kept->scales are null pointers")
    let odd = unsafe UnsafeMutablePointer<dropblock_kept>(bitPattern: 4097)
    #expect(unsafe dropblock_kept_count(&options, &sizes, odd) == bad)
    #expect(lastError() == "kept is not aligned to 8 bytes")
    var count = Int64(-1)
    let status = unsafe withUnsafeMutablePointer(to: &count) { count in
      unsafe kept.counts = count
      unsafe kept.capacity = 0
      return unsafe dropblock_kept_count(&options, &sizes, &kept)
    }
    #expect(status == Int32(DROPBLOCK_REFUSED) && count == -1)
    #expect(lastError().contains("kept holds 0"))
  }
}
