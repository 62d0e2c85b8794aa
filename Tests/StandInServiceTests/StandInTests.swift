import Posix
import ScanModel
import TestSupport
import Testing

@testable import StandInService

@Suite(.timeLimit(.minutes(10))) struct StandInTests {
  @Test func addressIsThePort() throws {
    let running = try Running()
    #expect(running.standIn.port > 0)
    #expect(running.standIn.address == "http://127.0.0.1:\(running.standIn.port)")
  }

  @Test func takenPortIsNamed() throws {
    let running = try Running()
    let port = running.standIn.port
    #expect {
      _ = try Running { $0.port = port }
    } throws: { error in
      "\(error)" == "cannot listen on '127.0.0.1:\(port)': address already in use"
    }
  }

  @Test func stopLeavesNobody() throws {
    let running = try Running()
    let client = try Client(running.standIn)
    #expect(try client.send("GET", "/v2/corpora", key: running.owner).status == 200)
    running.standIn.stop()
    running.standIn.stop()
    #expect(client.read().ending == .end)
    #expect(throws: SystemError.self) { _ = try Client(running.standIn) }
  }

  @Test func endOfTheObjectStopsIt() throws {
    var running: Running? = try Running()
    let port = try #require(running?.standIn.port)
    running = nil
    #expect(throws: SystemError.self) {
      _ = try ConnectedSocket.connect(toLoopbackPort: port)
    }
  }

  @Test func requestsAreRemembered() throws {
    let running = try Running()
    _ = try running.send(
      "GET",
      "/v2/corpora?limit=1",
      key: running.secret(1),
      fields: ["User-Agent: zleaks/1"]
    )
    _ = try running.send("POST", "/v2/api_keys", key: "nothing", body: "{}")
    let records = running.standIn.requests
    #expect(records.map(\.number) == [1, 2])
    #expect(records.map(\.method) == ["GET", "POST"])
    #expect(records.map(\.path) == ["/v2/corpora", "/v2/api_keys"])
    #expect(records.map(\.query) == ["limit=1", nil])
    #expect(records.map(\.status) == [200, 401])
    #expect(records.first?.fingerprint == running.keys[1].fingerprint)
    #expect(records.map(\.keyID) == [running.keys[1].id, nil])
    #expect(records.map(\.userAgent) == ["zleaks/1", nil])
    #expect(records.map(\.bodyByteCount) == [0, 2])
    #expect(records.map(\.misbehaviour) == [nil, nil])
    running.standIn.forgetRequests()
    #expect(running.standIn.requests.isEmpty)
  }

  @Test func manyClientsAtOnceAreAnsweredRight() throws {
    let running = try Running(keyCount: 20)
    let results = Monitor<[Bool]>([])
    for index in 0..<16 {
      try WorkerThread.detach {
        let id = running.keys[index].id
        let isRight =
          (0..<20).allSatisfy { _ in
            let answer = try? running.ask("GET", "/v2/api_keys/\(id)")
            return answer?.json["id"] as? String == id
          }
        results.withLock { $0.append(isRight) }
        results.notifyAll()
      }
    }
    let all = results.wait(atMost: 100_000) { $0.count == 16 ? $0 : nil }
    #expect(all == Array(repeating: true, count: 16))
    #expect(running.standIn.requests.count == 320)
    #expect(Set(running.standIn.requests.map(\.number)) == Set(1...320))
  }

  @Test func moreClientsThanAllowedWait() throws {
    let running = try Running { $0.maximumConnectionCount = 1 }
    let first = try Client(running.standIn)
    #expect(try first.send("GET", "/v2/corpora", key: running.owner).status == 200)
    let second = try Client(running.standIn)
    try second.socket.write(Array("GET / HTTP/1.0\r\n\r\n".utf8).span)
    #expect(second.read(seconds: 0.3).bytes.isEmpty)
    first.socket.shutdown()
    #expect(second.read().status == 404)
  }

  @Test func requestsInFlightAreCounted() throws {
    let running = try Running { $0.misbehaviours = [Misbehaviour(.hang(), times: 1)] }
    let hanging = try Client(running.standIn)
    try hanging.socket.write(Array("GET / HTTP/1.0\r\n\r\n".utf8).span)
    while running.standIn.requests.isEmpty { #expect(hanging.read(seconds: 0.01).bytes.isEmpty) }
    _ = try running.ask("GET", "/v2/corpora")
    #expect(running.standIn.requests.map(\.inFlight) == [1, 2])
  }

  @Test func oneIDTwiceIsRefused() throws {
    let key = try #require(try KeyMaker(seed: "twice").keys(count: 1).first)
    #expect {
      _ = try Running { $0.keys = [key, key] }
    } throws: { error in
      "\(error)" == "two keys have the id '\(key.id)'"
    }
  }

  @Test func nothingSecretIsLogged() throws {
    let scratch = try Scratch()
    let running = try Running { $0.logPath = scratch.path("log.jsonl") }
    let client = try KeyMaker(seed: "tests").client()
    for key in running.keys {
      let secret = key.secretText
      let escaped = secret.replacing("_", with: "%5F")
      let twice = secret.replacing("_", with: "%255F")
      for target in [secret, escaped, twice] {
        _ = try running.send(
          "GET",
          "/v2/api_keys/\(target)?page_key=\(target)&\(target)",
          key: secret,
          fields: ["User-Agent: \(target)", "Authorization: Bearer \(secret)"]
        )
      }
      _ = try Client(running.standIn).raw("\(secret)\r\n\r\n")
    }
    let form = "grant_type=client_credentials&client_id=\(client.id)&client_secret="
    _ = try running.send(
      "POST",
      "/oauth2/token",
      key: nil,
      body: form + client.secretText,
      fields: ["Content-Type: application/x-www-form-urlencoded"]
    )
    let log = String(decoding: try scratch.read("log.jsonl"), as: UTF8.self)
    let told = try running.ask("GET", "/_control/requests").text
    let overview = try running.ask("GET", "/_control").text
    #expect(log.split(separator: "\n").count == 4 * running.keys.count + 1)
    for text in [log, told, overview] {
      for key in running.keys { #expect(!text.contains(key.secretText.dropFirst(4).prefix(12))) }
      #expect(!text.contains(client.secretText))
    }
    let status = try FileStatus.of(Array(scratch.path("log.jsonl").utf8))
    #expect(status.permissions == 0o600)
  }

  @Test func logIsAddedTo() throws {
    let scratch = try Scratch()
    try scratch.write("log.jsonl", "before\n")
    let running = try Running { $0.logPath = scratch.path("log.jsonl") }
    _ = try running.ask("GET", "/v2/corpora?limit=1")
    let lines = String(decoding: try scratch.read("log.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first == "before")
    let record = try #require(lines.last)
    #expect(record.contains(#""method":"GET","path":"/v2/corpora","query":"limit=1","status":200"#))
    #expect(record.contains(#""fingerprint":"\#(running.keys[0].fingerprint)""#))
  }
}
