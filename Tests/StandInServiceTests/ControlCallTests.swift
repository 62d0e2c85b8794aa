import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct ControlCallTests {
  private func control(_ running: Running, _ body: String) throws -> Answer {
    try running.send("POST", "/_control", key: nil, body: body)
  }

  @Test func rulesAreAddedAndCleared() throws {
    let running = try Running()
    let rule = #"{"do":"status 429","method":"PATCH","path":"/v2/api_keys/*","retryAfter":"1"}"#
    let answer = try control(running, #"{"fail":[\#(rule)]}"#)
    #expect(answer.status == 200)
    #expect(answer.text == #"{"rules":1}"#)
    let failed = try running.ask("PATCH", "/v2/api_keys/x", body: "{}")
    #expect(failed.status == 429)
    #expect(failed.field("Retry-After") == "1")
    #expect(try running.ask("GET", "/v2/api_keys").status == 200)
    let overview = try running.send("GET", "/_control", key: nil)
    #expect(overview.items("rules").compactMap { $0["used"] as? Int } == [1])
    #expect(overview.json["requests"] as? Int == 2)
    #expect(overview.items("keys").count == running.keys.count)
    #expect(try control(running, #"{"clear":true}"#).text == #"{"rules":0}"#)
    #expect(try running.ask("PATCH", "/v2/api_keys/x", body: "{}").status == 404)
  }

  @Test func keysAreChanged() throws {
    let running = try Running { $0.propagationSeconds = 600 }
    let id = running.keys[1].id
    let answer = try control(running, #"{"change":[{"key":"\#(id)","to":"disable"}]}"#)
    #expect(answer.status == 200)
    #expect(try running.ask("GET", "/v2/api_keys/\(id)").json["enabled"] as? Bool == false)
    let keys = try running.send("GET", "/_control", key: nil).items("keys")
    #expect(keys[1]["enabled"] as? Bool == false)
    #expect(keys[1]["works"] as? Bool == true)
  }

  @Test(arguments: [
    "", "[", "[]", #"{"fail":7}"#, #"{"clear":true,"fail":[{"do":"dance"}]}"#,
    #"{"clear":true,"change":[{"key":"aky_no","to":"disable"}]}"#,
    #"{"clear":true,"change":[{"key":"aky_no","to":"dance"}]}"#,
  ])
  func badRequestChangesNothing(body: String) throws {
    let running = try Running { $0.misbehaviours = [Misbehaviour(.status(500), path: "/x")] }
    let answer = try control(running, body)
    #expect(answer.status == 400)
    #expect(try running.ask("GET", "/x").status == 500)
  }

  @Test func requestsAreTold() throws {
    let running = try Running()
    _ = try running.ask("GET", "/v2/corpora")
    let told = try running.send("GET", "/_control/requests", key: nil).items("requests")
    #expect(told.count == 1)
    #expect(told.first?["path"] as? String == "/v2/corpora")
    #expect(told.first?["key"] as? String == running.keys[0].id)
  }

  @Test func itIsNotForBrowsersAndIsNotLogged() throws {
    let running = try Running()
    let fields = ["Origin: http://example.com"]
    let answer = try running.send("POST", "/_control", key: nil, body: "{}", fields: fields)
    #expect(answer.status == 403)
    #expect(try running.send("GET", "/_control/x", key: nil).status == 404)
    #expect(running.standIn.requests.isEmpty)
  }
}
