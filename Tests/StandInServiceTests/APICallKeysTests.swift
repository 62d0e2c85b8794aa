import Foundation
import Posix
import ScanModel
import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct APICallKeysTests {
  private func ids(_ answer: Answer) -> [String] {
    answer.items("api_keys").compactMap { $0["id"] as? String }
  }

  @Test func listingHasEveryFieldOfAKey() throws {
    let running = try Running(keyCount: 2)
    let answer = try running.ask("GET", "/v2/api_keys")
    #expect(answer.status == 200)
    #expect(answer.field("Content-Type") == "application/json")
    #expect(answer.pageKey == nil)
    let key = try #require(answer.items("api_keys").first)
    #expect(key["id"] as? String == running.keys[1].id)
    #expect(key["name"] as? String == "search page 1")
    #expect(key["secret_key"] as? String == running.secret(1))
    #expect(key["enabled"] as? Bool == true)
    #expect(key["api_key_role"] as? String == "serving")
    #expect(
      key["corpus_roles"] as? [[String: String]] == [["corpus_key": "corpus-1", "role": "viewer"]]
    )
    #expect(key.count == 6)
  }

  @Test(arguments: [1, 2, 3, 4, 100])
  func pagesTogetherHaveEveryKeyOnce(limit: Int) throws {
    let running = try Running(keyCount: 12)
    let wanted = running.keys.filter { $0.kind != .personal }.map(\.id)
    var found: [String] = []
    var pageKey: String?
    var pageCount = 0
    repeat {
      let escaped = pageKey.map {
        "&page_key="
          + $0.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
      }
      let answer = try running.ask("GET", "/v2/api_keys?limit=\(limit)" + (escaped ?? ""))
      #expect(answer.status == 200)
      found += ids(answer)
      pageKey = answer.pageKey
      pageCount += 1
    } while pageKey != nil
    #expect(found == wanted)
    #expect(pageCount == (wanted.count + limit - 1) / limit)
  }

  @Test func aPageIsOfTenUnlessAsked() throws {
    let running = try Running(keyCount: 40)
    #expect(try ids(running.ask("GET", "/v2/api_keys")).count == 10)
  }

  @Test func pageKeyThatWasNotEscapedIsRefused() throws {
    let running = try Running(keyCount: 12)
    let pageKey = try #require(try running.ask("GET", "/v2/api_keys?limit=1").pageKey)
    let answer = try running.ask("GET", "/v2/api_keys?limit=1&page_key=\(pageKey)")
    #expect(answer.status == 400)
    #expect((answer.json["field_errors"] as? [String: String])?.keys.sorted() == ["page_key"])
  }

  @Test func keyDeletedWhilePagingHidesNoOther() throws {
    let running = try Running(keyCount: 9)
    let shown = running.keys.filter { $0.kind != .personal }.map(\.id)
    let first = try running.ask("GET", "/v2/api_keys?limit=2")
    #expect(ids(first) == Array(shown.prefix(2)))
    #expect(running.standIn.change(shown[1], .delete))
    let second = try running.ask("GET", "/v2/api_keys?limit=2&page_key=%2B%2F3%3D%3D")
    #expect(first.pageKey == "+/3==")
    #expect(ids(second) == Array(shown[2..<4]))
  }

  @Test func filtersNarrow() throws {
    let running = try Running(keyCount: 13)
    for kind in StandInKey.Kind.allCases {
      let answer = try running.ask("GET", "/v2/api_keys?limit=100&api_key_role=\(kind.rawValue)")
      #expect(ids(answer) == running.keys.filter { $0.kind == kind }.map(\.id))
    }
    let ofCorpus = running.keys.filter { $0.corpusRoles.contains { $0.corpusKey == "corpus-2" } }
    #expect(!ofCorpus.isEmpty)
    let answer = try running.ask("GET", "/v2/api_keys?limit=100&corpus_key=corpus-2")
    #expect(ids(answer) == ofCorpus.map(\.id))
  }

  @Test func emptyListingHasNoArray() throws {
    let running = try Running(keyCount: 1)
    let answer = try running.ask("GET", "/v2/api_keys")
    #expect(answer.text == #"{"metadata":{}}"#)
  }

  @Test func personalKeysAreListedWhenToldTo() throws {
    let running = try Running { $0.listsPersonalKeys = true }
    let answer = try running.ask("GET", "/v2/api_keys?limit=100")
    #expect(ids(answer) == running.keys.map(\.id))
  }

  @Test(arguments: [
    "limit=0", "limit=101", "limit=x", "limit=", "api_key_role=admin", "corpus_key=a%20b",
    "corpus_key=", "page_key=nothing", "page_key=%2B%2F-1%3D%3D",
  ])
  func badParameterIsNamed(_ query: String) throws {
    let running = try Running()
    let answer = try running.ask("GET", "/v2/api_keys?\(query)")
    #expect(answer.status == 400)
    let fields = answer.json["field_errors"] as? [String: String]
    #expect(fields?.keys.sorted() == query.split(separator: "=").prefix(1).map(String.init))
    #expect((answer.json["messages"] as? [String])?.count == 1)
    #expect((answer.json["request_id"] as? String)?.hasPrefix("req-") == true)
  }

  @Test func updateIsReadBackAtOnce() throws {
    let running = try Running()
    let path = "/v2/api_keys/\(running.keys[1].id)"
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == true)
    let disabled = try running.ask("PATCH", path, body: #"{"enabled":false}"#)
    #expect(disabled.status == 200)
    #expect(disabled.json["enabled"] as? Bool == false)
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == false)
    #expect(try running.send("GET", "/v2/corpora", key: running.secret(1)).status == 401)
    let enabled = try running.ask("PATCH", path, body: #"{"enabled":true}"#)
    #expect(enabled.json["enabled"] as? Bool == true)
    #expect(try running.send("GET", "/v2/corpora", key: running.secret(1)).status == 200)
  }

  @Test(arguments: [#"{"enabled":"no"}"#, #"{"enabled":0}"#, "[]", "{", "", "null"])
  func badUpdateChangesNothing(_ body: String) throws {
    let running = try Running()
    let path = "/v2/api_keys/\(running.keys[1].id)"
    #expect(try running.ask("PATCH", path, body: body).status == 400)
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == true)
  }

  @Test func disabledKeyWorksUntilTheChangeHasCome() throws {
    let running = try Running { $0.propagationSeconds = 1.5 }
    let path = "/v2/api_keys/\(running.keys[1].id)"
    _ = try running.ask("PATCH", path, body: #"{"enabled":false}"#)
    #expect(try running.ask("GET", path).json["enabled"] as? Bool == false)
    #expect(try running.send("GET", "/v2/corpora", key: running.secret(1)).status == 200)
    let start = Process.monotonicSeconds
    while try running.send("GET", "/v2/corpora", key: running.secret(1)).status == 200 {
      try #require(Process.monotonicSeconds - start < 30)
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(try running.send("GET", "/v2/corpora", key: running.secret(1)).status == 401)
  }

  @Test func deletedKeyIsGone() throws {
    let running = try Running()
    let path = "/v2/api_keys/\(running.keys[1].id)"
    let answer = try running.ask("DELETE", path)
    #expect(answer.status == 204)
    #expect(answer.body.isEmpty)
    #expect(answer.field("Content-Length") == nil)
    let missing = try running.ask("GET", path)
    #expect(missing.status == 404)
    #expect(missing.json["id"] as? String == running.keys[1].id)
    #expect(try running.ask("DELETE", path).status == 404)
    #expect(try running.ask("PATCH", path, body: #"{"enabled":true}"#).status == 404)
    #expect(try running.send("GET", "/v2/corpora", key: running.secret(1)).status == 401)
  }

  @Test(arguments: [("serving", "zqt_"), ("serving_and_indexing", "zwt_"), ("personal", "zut_")])
  func createdKeyWorks(role: String, prefix: String) throws {
    let running = try Running()
    let body = #"{"name":"new","api_key_role":"\#(role)"}"#
    let answer = try running.ask("POST", "/v2/api_keys", body: body)
    #expect(answer.status == 201)
    let secret = try #require(answer.json["secret_key"] as? String)
    let id = try #require(answer.json["id"] as? String)
    #expect(secret.hasPrefix(prefix))
    #expect(secret.utf8.count == 42)
    #expect(answer.json["enabled"] as? Bool == true)
    #expect(try running.ask("GET", "/v2/api_keys/\(id)").json["name"] as? String == "new")
    #expect(try running.send("GET", "/v2/corpora", key: secret).status == 200)
  }

  @Test(arguments: [
    "{}", #"{"name":7}"#, #"{"name":"x","api_key_role":"admin"}"#,
    #"{"name":"x","api_roles":["king"]}"#,
    #"{"name":"x","api_key_role":"personal","corpus_keys":["a"]}"#,
    #"{"name":"x","corpus_roles":[{"corpus_key":"a","role":"king"}]}"#,
    #"{"name":"x","api_key_role":"serving","corpus_keys":["a b"]}"#,
  ])
  func badWishMakesNothing(_ body: String) throws {
    let running = try Running()
    #expect(try running.ask("POST", "/v2/api_keys", body: body).status == 400)
    #expect(running.standIn.keys.count == running.keys.count)
  }

  // MARK: - Who may

  @Test(arguments: [1, 2])
  func queryAndIndexKeysManageNothing(index: Int) throws {
    let running = try Running()
    let key = running.secret(index)
    #expect(try running.send("GET", "/v2/api_keys", key: key).status == 403)
    let path = "/v2/api_keys/\(running.keys[1].id)"
    #expect(try running.send("GET", path, key: key).status == 403)
    #expect(try running.send("DELETE", path, key: key).status == 403)
    let body = #"{"enabled":false}"#
    #expect(try running.send("PATCH", path, key: key, body: body).status == 403)
    #expect(try running.send("POST", "/v2/api_keys", key: key, body: "{}").status == 403)
    #expect(running.standIn.keys.map(\.isEnabled) == running.keys.map(\.isEnabled))
  }

  @Test func othersSeeTheirOwnKeysOnly() throws {
    let running = try Running()
    let key = running.secret(3)
    let mine = try running.send("GET", "/v2/api_keys?api_key_role=personal", key: key)
    #expect(ids(mine) == [running.keys[3].id])
    #expect(try running.send("GET", "/v2/api_keys/\(running.keys[3].id)", key: key).status == 200)
    #expect(try running.send("GET", "/v2/api_keys/\(running.keys[1].id)", key: key).status == 403)
  }

  @Test(arguments: ["billing_administrator", "agent_administrator", "pipeline_viewer"])
  func otherRolesManageNothing(role: String) throws {
    let running = try Running { $0.keys[3].apiRoles = [role] }
    #expect(try running.send("GET", "/v2/api_keys", key: running.secret(3)).status == 403)
    #expect(try running.send("GET", "/v2/corpora", key: running.secret(3)).status == 403)
  }

  @Test func keyThatIsNotThereIsRefused() throws {
    let running = try Running()
    for key in [nil, "", "nothing", running.secret(4)] {
      let answer = try running.send("GET", "/v2/api_keys", key: key)
      #expect(answer.status == 401)
      #expect((answer.json["messages"] as? [String])?.count == 1)
    }
    #expect(!running.keys[4].isEnabled)
  }

  @Test func otherMethodsAndPathsAreRefused() throws {
    let running = try Running()
    let answer = try running.ask("PUT", "/v2/api_keys")
    #expect(answer.status == 405)
    #expect(answer.field("Allow") == "GET, POST")
    #expect(try running.ask("POST", "/v2/api_keys/aky_x").field("Allow") == "GET, PATCH, DELETE")
    for path in ["/", "/v2", "/v2/", "/v2/nothing", "/v1/api_keys", "/v2/api_keys/a/b"] {
      #expect(try running.ask("GET", path).status == 404, "\(path)")
    }
    #expect(try running.ask("GET", "/v2/api_keys/%zz").status == 400)
    #expect(try running.ask("GET", "/v2/api_keys/").status == 404)
  }
}
