import ScanModel
import TestSupport
import Testing

@testable import VectaraAPI

@Suite(.timeLimit(.minutes(10))) struct VectaraClientKeysTests {
  private static let id = "aky_One-1_x"

  private func keyID() throws -> KeyID { try #require(KeyID(parsing: Self.id)) }

  @Test func followsPagesAndJoinsBothListings() throws {
    let pages = [
      "/v2/api_keys?limit=100":
        #"{"api_keys":[{"id":"aky_a","name":"A"},{"id":"aky_b"}],"metadata":{"page_key":"p&2="}}"#,
      "/v2/api_keys?limit=100&page_key=p%262%3d":
        #"{"api_keys":[],"metadata":{"page_key":"p3"}}"#,
      "/v2/api_keys?limit=100&page_key=p3":
        #"{"api_keys":[{"id":"aky_c"}],"metadata":{"page_key":""}}"#,
      "/v2/api_keys?limit=100&api_key_role=personal":
        #"{"api_keys":[{"id":"aky_a","name":"newer"},{"id":"aky_d"}]}"#,
    ]
    let server = try ScriptedServer { request in [.answer(200, pages[request.target] ?? "?")] }
    let keys = try client(server).allKeys()
    #expect(keys.map(\.id) == ["aky_a", "aky_b", "aky_c", "aky_d"])
    #expect(keys.first?.name == "newer")
    #expect(server.requests.count == 4)
    #expect(server.connectionCount == 1)
    let owner = try fakeKeyText("owner", kind: "zut")
    for request in server.requests {
      #expect(request.method == "GET")
      #expect(request.header("x-api-key") == owner)
      #expect(request.header("user-agent") == "zleaks/1.2.3")
    }
  }

  @Test func aListingOnlyOfMetadataIsEmpty() throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"metadata":{}}"#)] }
    #expect(try client(server).allKeys().isEmpty)
  }

  @Test func keepsAllThatIsSaidOfAKeyButItsSecret() throws {
    let secret = try fakeKeyText("listed")
    let body = """
      {"api_keys":[{"id":"aky_1","name":"n","secret_key":"\(secret)","enabled":false,
      "api_key_role":"serving","api_roles":["owner","brand_new"],"future":{"x":[1]},
      "corpus_roles":[{"corpus_key":"news","role":"viewer"}],
      "agent_roles":[{"agent_key":"bot","role":"agent_user"}],"api_policy":null}],
      "request_id":"req-7"}
      """
    let server = try ScriptedServer { _ in [.answer(200, body)] }
    let key = try #require(try client(server).listKeys(.unfiltered).first)
    #expect(key.fingerprint == Fingerprint(of: Array(secret.utf8).span))
    #expect(key.isEnabled == false)
    #expect(key.role == "serving")
    #expect(key.accountRoles == ["owner", "brand_new"])
    #expect(key.corpusRoles == [.init(scope: "news", role: "viewer")])
    #expect(key.agentRoles == [.init(scope: "bot", role: "agent_user")])
    #expect(key.requestID == "req-7")
    #expect(
      key.roleText
        == "serving, owner, brand_new, viewer of corpus 'news', agent_user of agent 'bot'"
    )
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains(secret))
  }

  @Test(
    arguments: [
      #"{"id":"aky_1"}"#, #"{"id":"aky_1","secret_key":null,"enabled":null,"api_roles":null}"#,
      #"{"id":"aky_1","secret_key":""}"#,
      #"{"id":"aky_1","secret_key":"zqt_****************cdEw"}"#,
      #"{"id":"aky_1","secret_key":"zqt_ab…"}"#, #"{"id":"aky_1","secret_key":"zqt_abcd"}"#,
    ])
  func whatIsNotSaidIsNotKnown(_ key: String) throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"api_keys":[\#(key)]}"#)] }
    let listed = try #require(try client(server).listKeys(.unfiltered).first)
    #expect(listed.fingerprint == nil)
    #expect(listed.isEnabled == nil)
    #expect(listed.roleText == nil)
  }

  @Test(
    arguments: [
      ("{}", "it has neither 'api_keys' nor 'metadata'"), ("[]", "it is not a JSON object"),
      ("", "it is not JSON from byte 0 on"), ("null", "it is not a JSON object"),
      (#"{"api_keys":7}"#, "'api_keys' is a number, not an array"),
      (#"{"api_keys":["x"]}"#, "'api_keys[0]' is a string, not an object"),
      (#"{"api_keys":[{}]}"#, "'api_keys[0].id' is missing"),
      (#"{"api_keys":[{"id":1}]}"#, "'api_keys[0].id' is a number, not a string"),
      (
        #"{"api_keys":[{"id":"a","enabled":"no"}]}"#,
        "'api_keys[0].enabled' is a string, not true or false"
      ),
      (
        #"{"api_keys":[{"id":"a"},{"id":"b","secret_key":[]}]}"#,
        "'api_keys[1].secret_key' is an array, not a string"
      ),
      (
        #"{"api_keys":[{"id":"a","api_roles":[1]}]}"#,
        "'api_keys[0].api_roles[0]' is a number, not a string"
      ),
      (
        #"{"api_keys":[{"id":"a","corpus_roles":[{"role":"x"}]}]}"#,
        "'api_keys[0].corpus_roles[0].corpus_key' is missing"
      ),
      (#"{"metadata":"x"}"#, "'metadata' is a string, not an object"),
      (#"{"metadata":{"page_key":1}}"#, "'metadata.page_key' is a number, not a string"),
      (#"{"api_keys":[{"id":"a"},]"#, "it is not JSON from byte 25 on"),
    ])
  func wrongTypesAreNamed(_ body: String, _ problem: String) throws {
    let server = try ScriptedServer { _ in [.answer(200, body)] }
    let error = try #require(try failure { try client(server).listKeys(.unfiltered) })
    #expect(error.reason == .unexpectedResponse)
    #expect(error.detail == "the answer is not one that is documented: \(problem)")
    #expect(error.status == 200)
    #expect(server.requests.count == 1)
  }

  @Test func aPageKeyThatComesBackEndsTheListing() throws {
    let server = try ScriptedServer { _ in
      [.answer(200, #"{"api_keys":[],"metadata":{"page_key":"same"}}"#)]
    }
    let error = try #require(try failure { try client(server).listKeys(.unfiltered) })
    #expect(error.reason == .unexpectedResponse)
    #expect(error.detail.hasSuffix("'metadata.page_key' is one that was given before"))
    #expect(server.requests.count == 2)
  }

  @Test func aListingHasNotMorePagesThanTheCap() throws {
    let server = try ScriptedServer { request in
      [.answer(200, #"{"metadata":{"page_key":"p\#(request.number)"}}"#)]
    }
    let client = try client(server) { $0.maximumPageCount = 5 }
    let error = try #require(try failure { try client.listKeys(.unfiltered) })
    #expect(
      error.description == "cannot list the account's keys: the listing has more than 5 pages"
    )
    #expect(server.requests.count == 5)
  }

  @Test func readsOneKey() throws {
    let server = try ScriptedServer { _ in
      [.answer(200, #"{"id":"aky_One-1_x","enabled":true}"#, headers: ["X-Request-Id: r1"])]
    }
    let key = try client(server).key(keyID())
    #expect(key.isEnabled == true)
    #expect(key.requestID == "r1")
    #expect(server.requests.map(\.target) == ["/v2/api_keys/aky_One-1_x"])
  }

  @Test func switchesAKeyOff() throws {
    let server = try ScriptedServer { _ in
      [.answer(200, #"{"id":"aky_One-1_x","enabled":false}"#)]
    }
    #expect(try client(server).setEnabled(keyID(), false).isEnabled == false)
    let request = try #require(server.requests.first)
    #expect(request.method == "PATCH")
    #expect(request.target == "/v2/api_keys/aky_One-1_x")
    #expect(request.body == Array(#"{"enabled":false}"#.utf8))
    #expect(request.header("content-type") == "application/json")
  }

  @Test func anotherKeysAnswerIsRefused() throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"id":"aky_2","enabled":false}"#)] }
    let id = try keyID()
    let error = try #require(try failure { try client(server).setEnabled(id, false) })
    #expect(error.detail.hasSuffix("'id' is another key's"))
  }

  @Test func aKeyThatIsNotThereIsNotInTheAccount() throws {
    let id = try keyID()
    let server = try ScriptedServer { _ in [.answer(404, #"{"messages":["gone"]}"#)] }
    #expect(try failure { try client(server).key(id) }?.reason == .notInAccount)
    #expect(try failure { try client(server).setEnabled(id, true) }?.reason == .notInAccount)
    let page = try ScriptedServer { _ in [.answer(404, "<html>")] }
    #expect(try failure { try client(page).key(id) }?.reason == .unexpectedResponse)
    #expect(try failure { try client(server).allKeys() }?.reason == .unexpectedResponse)
  }

  @Test func withoutACredentialNothingIsSent() throws {
    let server = try ScriptedServer { _ in [.answer(200, "{}")] }
    let configuration = try Configuration(apiURL: server.url, version: "1")
    let error = try #require(try failure { try VectaraClient(configuration).allKeys() })
    #expect(error.reason == .noCredential)
    #expect(server.connectionCount == 0)
  }

  @Test func aPathPrefixIsKept() throws {
    let server = try ScriptedServer { _ in [.answer(200, #"{"metadata":{}}"#)] }
    let configuration = try Configuration(apiURL: server.url + "/proxy/vectara/", version: "1")
    let key = Credential.apiKey(try fakeKey("owner", kind: "zut"))
    _ = try VectaraClient(configuration, credential: key).listKeys(.personal)
    #expect(
      server.requests.map(\.target)
        == ["/proxy/vectara/v2/api_keys?limit=100&api_key_role=personal"]
    )
  }
}
