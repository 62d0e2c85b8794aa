internal import ScanModel
internal import TextForms

/// A request to the stand-in itself: what goes wrong from now on, and what has happened.
struct ControlCall {
  private let request: HTTPRequest
  private let now: Double

  /// Looks at a request under `/_control`.
  init(_ request: HTTPRequest, now: Double) {
    self.request = request
    self.now = now
  }

  /// Answers the request, and does what it asks.
  func answer(_ state: inout Service.State) -> HTTPResponse {
    // Only a browser says where its request comes from, and no page has any business here.
    guard request.fields["origin"] == nil else { return Self.error(403, "not for browsers") }
    switch (request.method, request.rawPath) {
    case ("POST", "/_control"):
      do throws(StandInError) {
        try change(&state)
      } catch { return Self.error(400, "\(error)") }
      let count = state.rules.count
      return HTTPResponse(status: 200) { $0.member("rules", count) }
    case ("GET", "/_control"): return overview(state)
    case ("GET", "/_control/requests"):
      return HTTPResponse(status: 200) { writer in
        writer.array("requests") { writer in
          for record in state.records { record.write(to: &writer) }
        }
      }
    default: return Self.error(404, "there are GET and POST /_control and GET /_control/requests")
    }
  }

  private func change(_ state: inout Service.State) throws(StandInError) {
    let reader = try FieldReader(parsing: request.body, subject: "the body")
    // Everything is read before anything changes.
    let rules = try Misbehaviour.rules(reader)
    var changes: [(id: String, change: Misbehaviour.KeyChange)] = []
    for item in try reader.objects("change") ?? [] {
      guard let change = Misbehaviour.KeyChange(rawValue: try item.text("to")) else {
        throw item.fault("to", "'disable', 'enable' or 'delete'")
      }
      let id = try item.text("key")
      guard state.account.key(id) != nil else { throw item.fault("key", "the id of a key") }
      changes.append((id, change))
    }
    if try reader.flag("clear") ?? false { state.rules.removeAll() }
    state.rules += rules.map { Service.ActiveRule(rule: $0) }
    for item in changes { _ = state.account.change(item.id, item.change, now: now) }
  }

  private func overview(_ state: Service.State) -> HTTPResponse {
    HTTPResponse(status: 200) { writer in
      writer.member("requests", state.requestCount)
      writer.array("rules") { writer in
        for rule in state.rules {
          writer.object { writer in
            writer.member("do", rule.rule.name)
            writer.member("method", rule.rule.method ?? "*")
            writer.member("path", rule.rule.path)
            writer.member("used", rule.used)
          }
        }
      }
      writer.array("keys") { writer in
        for stored in state.account.keys {
          writer.object { writer in
            writer.member("id", stored.key.id)
            writer.member("name", stored.key.name)
            writer.member("fingerprint", "\(stored.fingerprint)")
            writer.member("enabled", stored.key.isEnabled)
            writer.member("works", stored.works(now, state.account.propagationSeconds))
          }
        }
      }
    }
  }

  private static func error(_ status: Int, _ message: String) -> HTTPResponse {
    HTTPResponse(status: status) { writer in
      writer.array("messages") { $0.string(message) }
    }
  }
}
