import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct SubjectCaseJSONTests {
  @Test func `a case is that of the protocol's page`() throws {
    let item = SubjectCase.sample(.nchw(2, 3, 5, 5), gradient: true)
    let text = #"""
      {"samples": 2, "channels": 3, "spatial": [5, 5], "layout": "channelsFirst", "strides": null,
       "blockSize": [3, 3], "dropProbability": 0.1, "seedGrid": "valid", "gammaRule": "paper", "gamma": null, "gammaFactor": 1.0,
       "sharing": [], "scale": "tensor", "fixedScale": null, "sampler": "sparse", "oversizedBlock": "clipped",
       "key": "0x0123456789abcdef", "firstSample": 0, "mode": "training", "continues": false, "threads": null, "inPlace": false,
       "input": 0, "outputGradient": 1}
      """#
    let json = item.json(input: 0, outputGradient: 1, ownSampler: false)
    #expect(try json == JSON(parsing: Array(text.utf8)), "\(json)")
    #expect(item.json(input: 0, outputGradient: nil, ownSampler: true)["sampler"] == "own")
  }

  @Test func `the key of another forward pass is there only where there is one`() {
    var item = SubjectCase.sample(.nchw(2, 3, 5, 5), gradient: true)
    #expect(item.json(input: 0, outputGradient: 1, ownSampler: false)["laterKey"] == nil)
    item.laterKey = 0x2A
    let json = item.json(input: 0, outputGradient: 1, ownSampler: false)
    #expect(json["laterKey"] == "0x000000000000002a")
  }

  @Test func `a scale that the subject knows by another name has no factor on the wire`() {
    var item = SubjectCase.sample(.nchw(1, 2, 5, 5))
    item.request.configuration.scale = .fixed(2)
    let json = item.json(input: 0, outputGradient: nil, ownSampler: true, scale: .expectation)
    #expect(json["scale"] == "expectation" && json["fixedScale"] == .some(nil))
    let plain = item.json(input: 0, outputGradient: nil, ownSampler: true)
    #expect(plain["scale"] == "fixed" && plain["fixedScale"] == 2.0)
  }

  @Test func `every option reaches the wire`() {
    var item = SubjectCase.sample(.ncdhw(1, 2, 3, 4, 5))
    item.request.shape.layout = .strided([9, 8, 7, 6, 5])
    item.request.configuration.blockSize = [1, 2, 3]
    item.request.configuration.seedGrid = .whole(.upperCentre)
    item.request.configuration.gammaRule = .fixed(0.5)
    item.request.configuration.gammaFactor = 0.25
    item.request.configuration.sharing = [.samples, .channels]
    item.request.configuration.scale = .fixed(2)
    item.request.configuration.sampler = .bernoulli
    item.request.configuration.oversizedBlock = .refused
    item.request.key = 0xA
    item.request.firstSample = 12
    item.request.mode = .inference
    item.continues = true
    item.threads = 2
    item.inPlace = true
    let json = item.json(input: 5, outputGradient: nil, ownSampler: false)
    let expected: [(String, JSON)] = [
      ("samples", 1), ("channels", 2), ("spatial", [3, 4, 5]), ("layout", "strided"),
      ("strides", [9, 8, 7, 6, 5]), ("blockSize", [1, 2, 3]), ("seedGrid", "whole.upperCentre"),
      ("gammaRule", "fixed"), ("gamma", 0.5), ("gammaFactor", 0.25),
      ("sharing", ["channels", "samples"]), ("scale", "fixed"), ("fixedScale", 2.0),
      ("sampler", "bernoulli"), ("oversizedBlock", "refused"), ("key", "0x000000000000000a"),
      ("firstSample", 12), ("mode", "inference"), ("continues", true), ("threads", 2),
      ("inPlace", true), ("input", 5), ("outputGradient", nil),
    ]
    for (name, value) in expected {
      #expect(json[name] == value, "\(name): expected \(value), got \(json[name] ?? .null)")
    }
  }

  @Test func `inadmissible requests can be sent`() throws {
    var item = SubjectCase.sample(.nchw(1, 1, 2, 2))
    item.request.shape = Shape(samples: -1, channels: .max, spatial: [.min, .max, 0, 7])
    item.request.configuration.dropProbability = .nan
    item.request.configuration.gammaFactor = -.infinity
    item.request.configuration.gammaRule = .fixed(.infinity)
    item.request.configuration.blockSize = [0, -3]
    item.request.firstSample = .min
    #expect(item.blobShape(of: item.input) == [4])
    let request = RunRequest([item], id: "1", for: SubjectDeclaration(name: "", version: ""))
    #expect(request.caseCount == 1)
    let json = try #require(
      try ProtocolEncoderTests.header(request.bytes)["cases"]?.arrayValue?.first)
    #expect(json["samples"] == -1 && json["channels"] == .integer(.max))
    #expect(json["dropProbability"] == "NaN" && json["gammaFactor"] == "-Infinity")
    #expect(json["gamma"] == "Infinity" && json["blockSize"] == [0, -3])
  }
}
