/// How two maps are related.
public enum Relation: String, CaseIterable, Sendable {
  case neighbouringChannels = "neighbouring channels"
  case distantChannels = "channels some distance apart"
  case neighbouringSamples = "neighbouring samples"
  case distantSamples = "samples some distance apart"
  case diagonal = "channels and samples swapped"
  case successiveCalls = "successive calls"
  case lowKeyBit = "keys that differ in a low bit"
  case nextSample = "sample n + 1 of a key and sample n of the next key"
  case nextChannel = "channel n + 1 of a key and channel n of the next key"
  case sixteenthKeyBit = "keys that differ in bit 16"
  case thirtiethKeyBit = "keys that differ in bit 30"
  case middleKeyBit = "keys that differ in bit 33"
  case highKeyBit = "keys that differ in bit 63"
}
