import DropBlockContract

extension Mutant {
  /// Faults of the backward pass that a plain case does not show.
  static let gradientMutants = [
    Mutant(
      "gradient-times-zero",
      "The gradient of a dropped unit is g · 0: −0 for a negative g, NaN for an infinite one.",
      .backwardValues
    ) { pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return unit.isGradient ? unit.x * 0 : 0 }
        return unit.x * unit.factor
      }
    },
    Mutant(
      "gradient-stopped-at-zeros",
      "The gradient is stopped where the output is 0, and so also where a kept input is.",
      .backwardValues
    ) { pipeline in
      pipeline.remembered = .zeros
    },
    Mutant(
      "gradient-infinity-lost", "The gradient of a kept unit is 0 where g is not finite.",
      .backwardValues
    ) { pipeline in
      pipeline.unit = { unit in
        if unit.isDropped || unit.isGradient && !unit.x.isFinite { return 0 }
        return unit.x * unit.factor
      }
    },
    Mutant(
      "gradient-every-third", "Every third backward pass draws a mask of its own.",
      .backwardRepeated, inBackwardOnly: true
    ) { call, _, _ in call % 3 == 0 ? 1 : 0 },
    Mutant(
      "mask-in-layer",
      "The layer keeps its mask for the backward pass, and another forward pass replaces it.",
      .backwardLater
    ) { pipeline in
      pipeline.remembered = .request
    },
  ]
}
