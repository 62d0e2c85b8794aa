import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct APICallListsTests {
  @Test func everyKindOfKeyReadsBothLists() throws {
    let running = try Running(keyCount: 9)
    for index in [0, 1, 2, 3] {
      let corpora = try running.send("GET", "/v2/corpora?limit=100", key: running.secret(index))
      #expect(corpora.status == 200)
      #expect(
        corpora.items("corpora").compactMap { $0["key"] as? String }
          == ["corpus-0", "corpus-1", "corpus-2", "corpus-3"]
      )
      let rerankers = try running.send("GET", "/v2/rerankers", key: running.secret(index))
      #expect(rerankers.items("rerankers").count == 2)
    }
  }

  @Test func listsHavePages() throws {
    let running = try Running(keyCount: 9)
    let first = try running.ask("GET", "/v2/corpora?limit=3")
    #expect(first.items("corpora").count == 3)
    #expect(first.pageKey == "+/3==")
    let last = try running.ask("GET", "/v2/corpora?limit=3&page_key=%2B/3==")
    #expect(last.items("corpora").count == 1)
    #expect(last.pageKey == nil)
    #expect(try running.ask("GET", "/v2/rerankers?limit=1").pageKey == "+/1==")
    #expect(try running.ask("GET", "/v2/rerankers?limit=101").status == 400)
  }

  @Test func withoutAKeyNothingIsRead() throws {
    let running = try Running()
    #expect(try running.send("GET", "/v2/corpora", key: nil).status == 401)
    #expect(try running.send("GET", "/v2/rerankers", key: nil).status == 401)
    #expect(try running.ask("POST", "/v2/corpora", body: "{}").status == 405)
  }
}
