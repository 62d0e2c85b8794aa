import KeyResponse
import ScanModel
import StandInService
import TestSupport
import Testing
import VectaraAPI

@Suite struct RefusalProofTests {
  private func subject(_ drill: Drill, _ number: Int = 1) -> RefusalProof.Subject {
    RefusalProof.Subject(
      key: JournalKey(id: drill.keys[number].id),
      secret: drill.keys[number].secret
    )
  }

  @Test func aRefusalIsSeenTwice() throws {
    let drill = try Drill()
    drill.standIn.change(drill.keys[1].id, .disable)
    let proof = RefusalProof(try drill.client(), limit: .seconds(60), clock: drill.clock)
    #expect(proof.run([subject(drill)]) == [.refused(seconds: 0)])
    #expect(drill.standIn.requests.map(\.status) == [401, 401])
    #expect(drill.standIn.requests.map(\.keyID) == [drill.keys[1].id, drill.keys[1].id])
  }

  @Test func oneRefusalAmongAcceptancesIsNoProof() throws {
    let drill = try Drill()
    drill.standIn.fail(Misbehaviour(.status(401), path: "/v2/corpora", times: 1))
    let proof = RefusalProof(try drill.client(), limit: .seconds(20), clock: drill.clock)
    guard case .draining = proof.run([subject(drill)]).first else {
      Issue.record("it was taken for a proof")
      return
    }
  }

  @Test func waitsUntilTheChangeHasArrived() throws {
    let drill = try Drill(propagationSeconds: 1.5)
    drill.standIn.change(drill.keys[1].id, .disable)
    // The stand-in's time is the machine's, so this one waits.
    let proof = RefusalProof(try drill.realClient(), limit: .seconds(60))
    guard case .refused(let seconds) = proof.run([subject(drill)]).first else {
      Issue.record("no refusal")
      return
    }
    #expect((1...20).contains(seconds))
    #expect(drill.standIn.requests.first?.status == 200)
  }

  @Test func saysStillDrainingAfterTheLimit() throws {
    let drill = try Drill(propagationSeconds: 86_400)
    drill.standIn.change(drill.keys[1].id, .disable)
    let proof = RefusalProof(try drill.client(), limit: .seconds(600), clock: drill.clock)
    var rounds = 0
    let endings = proof.run([subject(drill)]) { _ in rounds += 1 }
    guard case .draining(let seconds) = endings.first else {
      Issue.record("\(endings)")
      return
    }
    #expect((590...600).contains(seconds))
    // Every five seconds, and a few more at the start.
    #expect((115...130).contains(rounds))
  }

  @Test func aServiceThatFailsProvesNothing() throws {
    let drill = try Drill()
    drill.standIn.fail(Misbehaviour(.status(500)))
    let proof = RefusalProof(try drill.client(), limit: .seconds(5), clock: drill.clock)
    guard case .unknown(let error) = proof.run([subject(drill)]).first else {
      Issue.record("it proved something")
      return
    }
    #expect(error.status == 500)
  }

  @Test func aDenialProvesNothing() throws {
    let drill = try Drill()
    drill.standIn.fail(Misbehaviour(.status(403)))
    let proof = RefusalProof(try drill.client(), limit: .seconds(5), clock: drill.clock)
    guard case .unknown(let error) = proof.run([subject(drill)]).first else {
      Issue.record("it proved something")
      return
    }
    #expect(error.reason == .forbidden)
  }

  @Test func endsAtAnInterrupt() throws {
    let drill = try Drill()
    let client = try drill.client(stopsWhen: { !drill.standIn.requests.isEmpty })
    let proof = RefusalProof(client, limit: .seconds(600), clock: drill.clock)
    #expect(proof.run([subject(drill)]) == [.interrupted])
  }

  @Test func countsTheKeys() throws {
    let drill = try Drill()
    drill.standIn.change(drill.keys[1].id, .disable)
    drill.standIn.change(drill.keys[2].id, .disable)
    var last: RefusalProof.Progress?
    let proof = RefusalProof(try drill.client(), limit: .seconds(60), clock: drill.clock)
    let endings = proof.run([subject(drill, 1), subject(drill, 2)]) { last = $0 }
    #expect(endings.count == 2)
    #expect(last?.refusedCount == 2)
    #expect(last?.totalCount == 2)
  }
}

extension Drill {
  /// A client whose time is the machine's.
  fileprivate func realClient() throws -> VectaraClient {
    let configuration = try Configuration(
      apiURL: standIn.address,
      tokenURL: standIn.address + "/oauth2/token",
      version: "1.2.3"
    )
    return VectaraClient(configuration, credential: .apiKey(keys[0].secret), shouldStop: { false })
  }
}
