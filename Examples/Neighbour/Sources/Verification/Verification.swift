public import Generators

/// A verification that has nothing to do with that of dropblock.
public func isVerified(_ generator: Generator) -> Bool { generator.value > 0 }
