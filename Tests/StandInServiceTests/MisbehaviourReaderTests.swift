import Testing

@testable import StandInService

@Suite struct MisbehaviourReaderTests {
  private func read(_ text: String) throws -> [Misbehaviour] {
    try Misbehaviour.rules(parsing: Array(text.utf8))
  }

  @Test(arguments: MisbehaviourReader.names)
  func everyNameIsReadAndGivenBack(name: String) throws {
    let name = name == "status N" ? "status 429" : name
    let rule = try #require(try read(#"{"do":"\#(name)","to":"/x","key":"aky_1"}"#).first)
    #expect(rule.name == name)
    #expect(rule.method == nil)
    #expect(rule.path == "*")
    #expect(rule.times == (name.hasSuffix("-key") ? 1 : nil))
  }

  @Test func everythingIsRead() throws {
    let rules = try read(
      """
      [{"do": "status 429", "method": "patch", "path": "/v2/*", "skip": 3, "times": 2,
        "retryAfter": 1, "applied": true},
       {"do": "status 503", "retryAfter": "date+5"},
       {"do": "hang", "seconds": 1.5}, {"do": "trickle-body", "milliseconds": 7},
       {"do": "redirect", "to": "http://127.0.0.1:9/", "status": 301},
       {"do": "grow", "count": 4}, {"do": "html", "status": 502}]
      """
    )
    let first = Misbehaviour(
      .status(429, retryAfter: .text("1")),
      method: "PATCH",
      path: "/v2/*",
      skip: 3,
      times: 2
    )
    #expect(
      rules == [
        first.applied(), Misbehaviour(.status(503, retryAfter: .date(seconds: 5))),
        Misbehaviour(.hang(seconds: 1.5)), Misbehaviour(.trickle(.body, milliseconds: 7)),
        Misbehaviour(.redirect(to: "http://127.0.0.1:9/", status: 301)),
        Misbehaviour(.grow(keyCount: 4)), Misbehaviour(.html(status: 502)),
      ]
    )
  }

  @Test(arguments: [
    (#"{}"#, "a rule: 'do' is not a string"),
    (#"{"do":"status 99"}"#, "a rule: 'do' is not 'status' and a number from 200 to 599"),
    (#"{"do":"close","times":0}"#, "a rule: 'times' is not an integer from 1 to 1000000"),
    (#"{"do":"close","applied":1}"#, "a rule: 'applied' is not true or false"),
    (
      #"{"do":"hang","seconds":-1}"#, "a rule: 'seconds' is not a number of seconds from 0 to 86400"
    ),
    (#"{"do":"redirect"}"#, "a rule: 'to' is not a string"),
    (#"{"do":"redirect","to":"a\r\nb"}"#, "a rule: 'to' is not an address"),
    (#"{"do":"disable-key"}"#, "a rule: 'key' is not a string"),
    (#"{"do":"status 429","retryAfter":"a\nb"}"#, "a rule: 'retryAfter' is not a text of ASCII"),
    (#"[7]"#, "a rule: 'fail' is not an array of objects"),
  ])
  func badRuleIsNamed(text: String, message: String) {
    #expect {
      _ = try read(text)
    } throws: { error in
      "\(error)" == message
    }
  }

  @Test func unknownNameListsTheKnownOnes() {
    #expect {
      _ = try read(#"{"do":"dance"}"#)
    } throws: { error in
      "\(error)".hasPrefix("unknown misbehaviour 'dance'; known are 'status N', 'hang', ")
    }
  }
}
