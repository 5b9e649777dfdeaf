import DropBlockContract
import DropBlockGenerators

extension Challenge {
  /// The first message of the file: hello, which a subject answers as ever, and what the challenge is.
  ///
  /// The protocol lets subjects ignore fields that they don't know.
  package var hello: [UInt8] {
    ProtocolEncoder.line([
      "kind": "hello", "protocol": .integer(Int64(SubjectProtocol.version)), "blobs": [],
      "challenge": .object([("id", .string(identifier))] + members),
    ])
  }

  /// What tells the challenge from every other, in sixteen hexadecimal digits.
  ///
  /// Each request has an identifier that begins with it, and an answer repeats that of its request. So
  /// answers to another challenge are known for what they are.
  package var identifier: String {
    String(SHA256.hexadecimal(Array(JSON.object(members).description.utf8)).prefix(16))
  }

  /// The identifier of a request.
  ///
  /// - Parameter number: The number of the request, from 1.
  package func identifier(ofRequest number: Int) -> String { "\(identifier)-\(number)" }

  /// The challenge that a hello states.
  ///
  /// - Parameter line: The first line of the file, without or with its line feed.
  /// - Throws: ``ChallengeError`` where it states none, one of another version, or one that has been changed.
  package init(parsing line: [UInt8]) throws(ChallengeError) {
    guard let json = try? JSON(parsing: line), json["kind"]?.stringValue == "hello",
      let stated = json["challenge"]
    else { throw .noChallenge(beginning: JSON.excerpt(of: line)) }
    let made = stated["version"]?.stringValue ?? ""
    guard made == DropBlockPackage.version else {
      throw .otherVersion(made: made, this: DropBlockPackage.version)
    }
    guard let read = Challenge(stated), read.hello == line + (line.last == 0x0A ? [] : [0x0A])
    else { throw .changed(request: 0) }
    self = read
  }

  private var members: [(String, JSON)] {
    [
      ("version", .string(version)), ("key", .string("0x" + String(key, radix: 16))),
      ("profile", .string(profile.name)), ("maps", .integer(Int64(profile.maps))),
      ("margin", profile.margin.map(JSON.number) ?? .null), ("as", .string(options.rawValue)),
      ("requirements", .array(requirements.map { .string($0.rawValue) })),
      ("token", token.map { .string("\($0)") } ?? .null),
      ("name", .string(declaration.name)), ("release", .string(declaration.version)),
      ("declares", declaration.json),
    ]
  }

  /// Reads the members back; nil where one of them is not what this version writes.
  private init?(_ json: JSON) {
    guard let version = json["version"]?.stringValue,
      let digits = json["key"]?.stringValue, let key = UInt64(digits.dropFirst(2), radix: 16),
      let named = json["profile"]?.stringValue,
      var profile = VerificationProfile.all.first(where: { $0.name == named }),
      let maps = json["maps"]?.intValue,
      let options = json["as"]?.stringValue.flatMap(VerificationRun.Options.init(rawValue:)),
      let names = json["requirements"]?.arrayValue,
      let name = json["name"]?.stringValue, let release = json["release"]?.stringValue,
      let declares = json["declares"],
      let declaration = try? SubjectDeclaration(name: name, version: release, declares: declares)
    else { return nil }
    profile.maps = maps
    profile.margin = json["margin"]?.doubleValue
    self.version = version
    self.key = key
    self.profile = profile
    self.options = options
    self.declaration = declaration
    requirements = names.compactMap { $0.stringValue.map(RequirementID.init(rawValue:)) }
    guard requirements.count == names.count,
      requirements.allSatisfy({ Requirement.named($0) != nil })
    else { return nil }
    if let text = json["token"]?.stringValue {
      guard let token = try? Token(parsing: text) else { return nil }
      self.token = token
    }
  }
}
