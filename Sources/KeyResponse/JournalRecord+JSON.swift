internal import ScanModel
internal import TextForms

extension JournalRecord {
  /// What every line of a journal starts with.
  package static let lineStart = Array(#"{"type":"journal","version":1,"#.utf8)

  /// The record as a line, its end included.
  func line() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("type", "journal")
      writer.member("version", 1)
      writer.member("time", "\(time)")
      writer.member("run", run)
      writer.member("operator", operatorName)
      writer.member("action", action.rawValue)
      writer.member("event", event.rawValue)
      if let process { writer.member("process", process) }
      if let key { writer.object("key") { key.write(to: &$0) } }
      if let before { writer.member("before", before) }
      if let after { writer.member("after", after) }
      if let result { writer.member("result", result.rawValue) }
      if let seconds { writer.member("seconds", seconds) }
      if let requestID { writer.member("requestID", requestID) }
      if let detail { writer.member("detail", detail) }
      if let reason { writer.member("reason", reason) }
      if let exposure { writer.object("exposure") { exposure.write(to: &$0) } }
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  /// Reads a line; `nil` for anything that is not a whole record.
  init?(line: [UInt8]) {
    guard line.starts(with: Self.lineStart), let value = try? JSON5Reader.read(line),
      let time = value["time"]?.string.flatMap({ Timestamp(parsing: $0) }),
      let run = value["run"]?.string, let operatorName = value["operator"]?.string,
      let action = value["action"]?.string.flatMap({ KeyAction(rawValue: $0) }),
      let event = value["event"]?.string.flatMap({ Event(rawValue: $0) })
    else { return nil }
    self.init(time: time, run: run, operatorName: operatorName, event: event, action: action)
    process = value["process"]?.integer
    key = value["key"].flatMap(JournalKey.init(reading:))
    before = value["before"]?.boolean
    after = value["after"]?.boolean
    result = value["result"]?.string.flatMap { Result(rawValue: $0) }
    seconds = value["seconds"]?.integer
    requestID = value["requestID"]?.string
    detail = value["detail"]?.string
    reason = value["reason"]?.string
    exposure = value["exposure"].map(KeyExposure.init(reading:))
    switch event {
    case .start, .end: break
    case .intent: if key == nil { return nil }
    case .outcome, .proof: if key == nil || result == nil { return nil }
    }
  }
}

extension JournalKey {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("id", id)
    if let name { writer.member("name", name) }
    if let redacted { writer.member("redacted", redacted) }
    if let fingerprint { writer.member("fingerprint", "\(fingerprint)") }
    if let role { writer.member("role", role) }
  }

  fileprivate init?(reading value: JSON5Value) {
    guard let id = value["id"]?.string else { return nil }
    self.init(id: id)
    name = value["name"]?.string
    redacted = value["redacted"]?.string
    fingerprint = value["fingerprint"]?.string.flatMap { Fingerprint(parsing: $0) }
    role = value["role"]?.string
  }
}

extension KeyExposure {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("places", placeCount)
    writer.array("first") { writer in for place in places { writer.string(place) } }
    if repositoryCount > 0 {
      writer.member("repositoryCount", repositoryCount)
      writer.array("repositories") { writer in
        for repository in repositories { writer.string(repository) }
      }
    }
    if let isInHead { writer.member("inHead", isInHead) }
    if let since { writer.member("since", since) }
    if let commit { writer.member("commit", commit) }
    if let author { writer.member("author", author) }
  }

  fileprivate init(reading value: JSON5Value) {
    self.init()
    placeCount = max(value["places"]?.integer ?? 0, 0)
    places = (value["first"]?.elements ?? []).compactMap(\.string)
    repositoryCount = max(value["repositoryCount"]?.integer ?? 0, 0)
    repositories = (value["repositories"]?.elements ?? []).compactMap(\.string)
    isInHead = value["inHead"]?.boolean
    since = value["since"]?.string
    commit = value["commit"]?.string
    author = value["author"]?.string
  }
}
