extension Cause {
  /// Where in the code to look first; nil where that is not known.
  package var advice: String? {
    switch statement {
    case .known(let explanation, _):
      if isOfGradient {
        FaultSite.gradientValues.advice
      } else {
        explanation.faults.first?.advice
      }
    case .seen(let fault, _) where fault.isAlsoPlain == false:
      "what is done otherwise in this number format, or in this layout: the order of units in memory?"
    case .seen(let fault, _):
      switch (fault.site, fault.evidence) {
      case (_, .gradient(.notZero)): FaultSite.droppedValues.advice
      // A unit that was kept is no division by 0.
      case (.nothingKept, .answer(.notFinite)): fault.site.advice
      case (_, .values(let values)) where values.isOfSpecialValue:
        "what is not finite: is it replaced, as by nan_to_num, or clipped?"
      case (.nothingKept, _):
        "where gamma is 1 every position is a seed: of each sample, each channel, each axis?"
      default: fault.site.advice
      }
    }
  }
}

extension KnownFault {
  /// Where in the code to look first: a question, since it is no more than a guess.
  fileprivate var advice: String {
    switch self {
    case .invertedMask: "is the mask that of the units to keep, or to drop?"
    case .blocks(let rule): Self.blocks(rule.id)
    case .seeds: "how are seeds drawn: one by one with probability gamma, by position of the grid?"
    case .gamma(let rule): Self.gamma(rule.id)
    case .gammaMultiple, .gammaFitted:
      "gamma: p / b² · (H · W) / ((H − b + 1)(W − b + 1)), each side with its own axis?"
    case .unlikeMaps: "is gamma one number for all samples and channels of a call?"
    case .neverDropped(let regions) where regions.contains(where: \.isOfMaps):
      "are random numbers drawn for every sample and every channel of a call?"
    case .neverDropped:
      "where may seeds fall, up to the last position of each axis, and does each drop its whole block?"
    case .nothingIsDropped, .outputIsInput:
      "is the layer in training, and is the mask the one that is multiplied?"
    case .noOutputIsZero: "what does a dropped unit become: 0, or a mean, a constant, noise?"
    case .certaintyIsMissed:
      "a draw u in 0..<1 is a seed where u < gamma: what of gamma 1, and of 0?"
    case .everythingIsDropped: "is gamma a probability, and p the probability of dropping?"
    case .factor(let formula): Self.factor(formula)
    case .factorMultiple: "the scale: is anything multiplied besides units / kept?"
    case .product: "in which format is the product computed, and how is it rounded to the tensor's?"
    case .zeroIsNoIdentity: "does the layer return its input where p, or gamma, is 0?"
    case .schedule: "which step is the first, which the last, and what is p at each?"
    case .sharing, .someMasksAreShared, .oneMask, .repeatedMaps, .partlyOneMask, .moreInCommon,
      .lessInCommon:
      "the shape of the random tensor: one number for each sample, channel and position?"
    case .state(let fault): fault.advice
    case .oneMaskForEveryKey, .keyBitIsIgnored, .keysAndMapsAreAdded:
      "how the generator is seeded from the key: are all of its bits used, and nothing added to it?"
    case .randomStateStays: "is the generator made anew, with one seed, in every call?"
    }
  }

  private static func gamma(_ id: String) -> String {
    switch id {
    case "gamma.one-minus-p": "is the argument the probability of dropping, or of keeping?"
    case "gamma.square-of-last", "gamma.square-of-first", "gamma.grid-last-axis":
      "gamma: is the second factor of the denominator that of the other axis?"
    case "gamma.grid-whole-number": "is a quotient in gamma computed by an integer division?"
    case "gamma.fencepost": "gamma: S − b + 1 positions fit, not S − b"
    default: "gamma: p / b² · (H · W) / ((H − b + 1)(W − b + 1))?"
    }
  }

  private static func blocks(_ id: String) -> String {
    if BlockRule.onKnownGrids.contains(where: { $0.rule.id == id }) {
      return
        "where may seeds fall: anywhere, or where the whole block fits? Where it is meant, it is "
        + "declared: seedGrids"
    }
    switch id {
    case "blocks.whole-maps":
      return "is it dropout of channels that is called?"
    case "blocks.single-units":
      return "is the mask of seeds grown to blocks before it is used?"
    case "blocks.eroded":
      return "is the mask of seeds grown by a maximum, and the kept one by a minimum?"
    case "blocks.dilated", "blocks.every-second-unit":
      return "the pooling that grows seeds to blocks: stride and dilation 1?"
    case "blocks.map-transposed", "blocks.block-transposed":
      return "which axis is the height?"
    default:
      return "the pooling that grows seeds to blocks: kernel, stride, padding, and what is cut off?"
    }
  }

  private static func factor(_ formula: FactorFormula) -> String {
    if formula.epsilon != nil {
      return
        "is something added to the kept count, lest it be 0? Where it is meant, it is declared: "
        + "scaleEpsilon"
    }
    switch formula.form {
    case .one:
      return "are kept units multiplied by their factor at all, and where?"
    case .dropProbability, .keepProbability:
      return "is the factor made of the probability of dropping, or of keeping?"
    default: break
    }
    switch formula.count {
    case .ofOneChannel, .ofOneSample, .unitsOfOneChannel, .unitsOfOneSample:
      return "is the mask counted before or after it is broadcast?"
    default: break
    }
    if formula.scope != .declared {
      return "over which axes are units counted: the declared scope?"
    }
    if formula.precision == .wholeNumber {
      return "is units / kept computed by an integer division?"
    }
    if formula.isRounded { return "in which format are units counted, and the factor held?" }
    return "the scale: numel / sum of the mask that is multiplied?"
  }
}

extension StateFault {
  fileprivate var advice: String {
    switch self {
    case .everyCallAlike: "is the mask kept from call to call, or the generator seeded anew?"
    case .masksRepeat, .masksReturn: "is the mask of an earlier call used again?"
    case .keyIsIgnored, .keyIsIgnoredInPart: "does the key reach the generator, in every call?"
    case .keysCollide: "are all bits of the key used?"
    case .dropsNoMore: "is the layer switched off at some step?"
    case .maskDependsOnInput: "does the mask come from the random numbers alone?"
    case .factorDependsOnOthers:
      "is the factor, or the count behind it, kept from an earlier call?"
    case .answerDependsOnOthers:
      "is gamma, a mask or a generator kept by fewer options than it depends on, or do calls count?"
    }
  }
}

extension FaultSite {
  fileprivate var advice: String? {
    switch self {
    case .notAUnionOfBlocks:
      "the pooling that grows seeds to blocks: one side in all calls, stride 1, and what is cut off?"
    case .droppedValues:
      "is the mask multiplied, so that 0 · x stays? 'where(mask, x · scale, 0)' drops"
    case .gradientValues, .gradientMask:
      "the backward pass: the mask and the factor of its own forward pass, in the same memory order?"
    case .nothingKept: "where nothing is kept: is that asked before units are divided by 0?"
    case .keptValues, .scale, .largeCount: "the scale: numel / sum of the mask that is multiplied?"
    case .otherAnswer: "does the key alone decide, on every number of threads?"
    case .refused: "is such a request excluded on purpose, or does the code fail on it?"
    case .sharedMask, .masksOver:
      "is one mask drawn, and broadcast over the axes that share it, for every shape and type?"
    case .twins, .overlap: "how are the generator's seeds made for calls, samples and channels?"
    default: nil
    }
  }
}
