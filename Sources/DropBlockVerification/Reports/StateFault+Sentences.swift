extension StateFault {
  /// What masks depend on.
  var sentence: String {
    switch self {
    case .everyCallAlike(let calls, let keys):
      "all of \(calls) calls of one shape have the same masks"
        + (keys > 0 ? ", under \(keys) keys" : "")
    case .masksRepeat(let every, let calls):
      "the masks come round every \(every) calls, as seen in \(calls)"
    case .keyIsIgnored(let calls):
      "the key has no effect: \(calls) calls with one key have \(calls) different masks"
    case .keyIsIgnoredInPart(let different, let calls):
      "one key does not give one mask: \(calls) calls with it have \(different) different ones"
    case .keysCollide(let different, let calls):
      "\(calls) keys give no more than \(different) different masks"
    case .masksReturn(let different, let calls):
      "\(calls) successive calls have no more than \(different) different masks"
    case .nothingDroppedSince(let call, let calls):
      "nothing was dropped in the last \(Decimals.grouped(calls)) calls of the run, after "
        + "\(Decimals.grouped(call)) in which units were"
    case .maskDependsOnInput:
      "the mask depends on the input: one request with other inputs drops other units"
    }
  }
}
