extension Evidence {
  /// A map of a call.
  package struct MapPlace: Sendable, Hashable {
    /// The number of the call, counted from 1, and its key; nil where random state goes on from the call
    /// before.
    package var call: Int
    package var key: UInt64?

    /// The number of the map in the tensor, row-major, and where that is.
    package var map: Int
    package var sample: Int
    package var channel: Int
  }

  /// Two maps with one mask.
  package struct Twins: Sendable, Hashable {
    /// Where they are.
    package var first: MapPlace
    package var second: MapPlace

    /// How they lie to each other, and how many maps have the mask of an earlier one that lies so.
    package var kind: Kind
    package var count: Int

    /// The bits in which keys of maps that lie so differ.
    package var keyBits: UInt64 = 0

    /// What all calls of maps that lie so have in common, and other calls have not.
    package var values: [OptionValue] = []

    /// How many maps were compared, every one with every other.
    package var maps = 0

    /// How many maps have the mask of an earlier one.
    package var repeated = 0

    /// ln of a bound on the probability that any two of the maps have one mask.
    package var logProbability = 0.0

    /// How two maps lie to each other.
    package struct Kind: Sendable, Hashable {
      /// How many samples, and channels, the second is behind the first.
      package var samples: Int
      package var channels: Int

      /// How their calls are related.
      package var calls: Calls
    }

    /// How two calls are related.
    package enum Calls: Sendable, Hashable {
      /// They are one.
      case same

      /// Their keys differ in one bit.
      case keyBit(Int)

      /// Their keys are so far apart.
      case keysApart(Int)

      /// They have other keys.
      case otherKeys

      /// The second is so many calls later, and its random state goes on.
      case later(Int)
    }
  }

  /// A stretch of one call's units that is dropped and kept as a stretch of another call's.
  package struct Overlap: Sendable, Hashable {
    /// Where the stretches begin: a call, its key, and the number of the unit in logical order.
    package var first: Place
    package var second: Place

    /// How many units they have.
    package var units: Int

    /// How many units were looked at in all.
    package var looked: Int

    /// ln of a bound on the probability that any two stretches of the least length are alike.
    package var logProbability: Double

    /// The length of the stretches that are compared.
    package var least: Int

    /// A unit of a call.
    package struct Place: Sendable, Hashable {
      package var call: Int
      package var key: UInt64?
      package var unit: Int
    }
  }
}

extension Evidence.Twins.Kind {
  /// How a map lies to an earlier one.
  init(_ first: Evidence.MapPlace, _ second: Evidence.MapPlace) {
    samples = second.sample - first.sample
    channels = second.channel - first.channel
    calls = Evidence.Twins.Calls(first, second)
  }
}

extension Evidence.Twins.Calls {
  /// Differences of keys up to this one are told.
  private static let mostApart: UInt64 = 1 << 20

  fileprivate init(_ first: Evidence.MapPlace, _ second: Evidence.MapPlace) {
    guard first.call != second.call else {
      self = .same
      return
    }
    guard let key = first.key, let other = second.key else {
      self = .later(second.call - first.call)
      return
    }
    let distance = key > other ? key - other : other - key
    if (key ^ other).nonzeroBitCount == 1 {
      self = .keyBit((key ^ other).trailingZeroBitCount)
    } else {
      self = distance <= Self.mostApart ? .keysApart(Int(distance)) : .otherKeys
    }
  }
}
