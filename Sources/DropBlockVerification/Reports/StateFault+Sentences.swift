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
      "one key does not give one mask: \(calls) calls with it have \(calls) different ones"
    case .keyIsIgnoredInPart(let different, let calls):
      "one key does not give one mask: \(calls) calls with it have \(different) different ones"
    case .keysCollide(let different, let calls):
      "\(calls) keys give no more than \(different) different masks"
    case .masksReturn(let different, let calls):
      "\(calls) successive calls have no more than \(different) different masks"
    case .dropsNoMore(let requests):
      "\(requests) of the run's first requests, in which units were dropped, drop nothing when they are "
        + "asked again"
    case .maskDependsOnInput:
      "the mask depends on the input: one request with other inputs drops other units"
    case .answerDependsOnOthers(let requests, let all):
      "the mask depends on what was asked before: in a new process, and in another order, \(requests) of "
        + "\(all) requests drop other units than they did"
    case .factorDependsOnOthers(let requests, let all):
      "what kept units become depends on what was asked before: in a new process, and in another order, "
        + "\(requests) of \(all) requests have another factor, or are 0 throughout"
    }
  }
}
