/// Reads misbehaviours as rules in JSON name them.
///
/// `{"do": "status 429", "method": "PATCH", "path": "/v2/api_keys/*", "skip": 0, "times": 2,
/// "applied": false, …}`, where only `do` is required. What follows depends on it: `retryAfter`,
/// `seconds`, `milliseconds`, `status`, `to`, `count`, `key`.
enum MisbehaviourReader {
  /// The names that `do` can have.
  static let names = [
    "status N", "hang", "delay", "trickle", "trickle-body", "reset", "reset-body",
    "truncate-head", "truncate-body", "close", "html", "not-json", "empty-body", "redirect",
    "wrong-types", "no-array", "no-secret", "null-secret", "masked-secret", "no-enabled",
    "endless-head", "endless-body", "stuck", "unchanged", "repeat-page", "grow", "disable-key",
    "enable-key", "delete-key",
  ]

  /// The names that stand for themselves, without anything that is said more closely.
  private static let plain: [String: Misbehaviour.Action] = [
    "reset": .reset(.head), "reset-body": .reset(.body), "truncate-head": .truncate(.head),
    "truncate-body": .truncate(.body), "close": .close, "not-json": .notJSON,
    "empty-body": .emptyBody, "wrong-types": .wrongTypes, "no-array": .noArray,
    "no-secret": .noSecret, "null-secret": .nullSecret, "masked-secret": .maskedSecret,
    "no-enabled": .noEnabled, "endless-head": .endless(.head), "endless-body": .endless(.body),
    "stuck": .stuck, "unchanged": .unchanged, "repeat-page": .repeatPage,
  ]

  /// Reads one rule.
  static func read(_ reader: FieldReader) throws(StandInError) -> Misbehaviour {
    let action = try action(reader)
    let method = try reader.textIfPresent("method")
    var rule = Misbehaviour(
      action,
      method: method?.uppercased(),
      path: try reader.textIfPresent("path") ?? "*",
      skip: try reader.integer("skip", in: 0...1_000_000) ?? 0,
      times: try reader.integer("times", in: 1...1_000_000)
    )
    if case .change = action, rule.times == nil { rule.times = 1 }
    rule.isApplied = try reader.flag("applied") ?? false
    return rule
  }

  private static func action(_ reader: FieldReader) throws(StandInError) -> Misbehaviour.Action {
    let name = try reader.text("do")
    if let action = plain[name] { return action }
    if name.hasPrefix("status ") {
      guard let status = Int(name.dropFirst("status ".count)), (200...599).contains(status) else {
        throw reader.fault("do", "'status' and a number from 200 to 599")
      }
      return .status(status, retryAfter: try retryAfter(reader))
    }
    switch name {
    case "hang": return .hang(seconds: try reader.seconds("seconds") ?? 600)
    case "delay": return .delay(seconds: try reader.seconds("seconds") ?? 1)
    case "trickle": return .trickle(.head, milliseconds: try milliseconds(reader))
    case "trickle-body": return .trickle(.body, milliseconds: try milliseconds(reader))
    case "html": return .html(status: try reader.integer("status", in: 200...599) ?? 200)
    case "redirect":
      let target = try reader.text("to")
      guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw reader.fault("to", "an address")
      }
      return .redirect(to: target, status: try reader.integer("status", in: 300...399) ?? 307)
    case "grow": return .grow(keyCount: try reader.integer("count", in: 1...1_000) ?? 1)
    case "disable-key": return .change(keyID: try reader.text("key"), .disable)
    case "enable-key": return .change(keyID: try reader.text("key"), .enable)
    case "delete-key": return .change(keyID: try reader.text("key"), .delete)
    default: throw .unknownMisbehaviour(name)
    }
  }

  private static func milliseconds(_ reader: FieldReader) throws(StandInError) -> Int {
    try reader.integer("milliseconds", in: 1...60_000) ?? 200
  }

  /// Reads `retryAfter`: a text or a number, or `date+SECONDS`.
  private static func retryAfter(
    _ reader: FieldReader
  ) throws(StandInError) -> Misbehaviour.RetryAfter? {
    guard let text = try reader.textOrInteger("retryAfter") else { return nil }
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw reader.fault("retryAfter", "a text of ASCII")
    }
    guard text.hasPrefix("date+") else { return .text(text) }
    guard let seconds = Int(text.dropFirst("date+".count)), (0...86_400).contains(seconds) else {
      throw reader.fault("retryAfter", "'date+' and a number of seconds")
    }
    return .date(seconds: seconds)
  }
}

extension Misbehaviour {
  /// Reads a rule, or an array of rules, in JSON.
  package static func rules(parsing text: [UInt8]) throws(StandInError) -> [Misbehaviour] {
    let wrapped =
      Array("{\"fail\":".utf8) + (text.first == UInt8(ascii: "[") ? text : [0x5B] + text + [0x5D])
      + [0x7D]
    let reader = try FieldReader(parsing: wrapped, subject: "a rule")
    return try rules(reader)
  }

  /// Reads the rules under `fail`.
  static func rules(_ reader: FieldReader) throws(StandInError) -> [Misbehaviour] {
    var rules: [Misbehaviour] = []
    for rule in try reader.objects("fail") ?? [] { rules.append(try MisbehaviourReader.read(rule)) }
    return rules
  }
}
