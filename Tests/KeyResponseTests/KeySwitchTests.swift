import Foundation
import KeyResponse
import ScanModel
import StandInService
import TestSupport
import Testing
import VectaraAPI

@Suite struct KeySwitchTests {
  private let drill: Drill

  init() throws { drill = try Drill() }

  private func run(
    _ action: KeyAction = .disable,
    _ number: Int = 1,
    requestSeconds: Int = 10
  ) throws -> SwitchEnding {
    let journal = try drill.journal(action)
    let client = try drill.client(requestSeconds: requestSeconds)
    let order = try #require(drill.order(number))
    return KeySwitch(action, client, journal: journal).run(order)
  }

  @Test func switchesOffAndReadsBack() throws {
    #expect(try run() == .done(requestID: nil))
    #expect(drill.isEnabled(1) == false)
    #expect(drill.standIn.requests.map(\.method) == ["GET", "PATCH", "GET"])
    let records = try drill.records()
    #expect(records.map(\.event) == [.intent, .outcome])
    #expect(records.map(\.before) == [true, true])
    #expect(records.map(\.after) == [false, false])
    #expect(records.last?.result == .done)
    #expect(records.first?.key?.id == drill.keys[1].id)
  }

  @Test func switchesOn() throws {
    drill.standIn.change(drill.keys[1].id, .disable)
    #expect(try run(.enable) == .done(requestID: nil))
    #expect(drill.isEnabled(1) == true)
    #expect(try drill.records().last?.after == true)
  }

  @Test func leavesAloneWhatIsOffAlready() throws {
    drill.standIn.change(drill.keys[1].id, .disable)
    #expect(try run() == .already)
    #expect(drill.requestCount("PATCH") == 0)
    #expect(try drill.story() == ["outcome already"])
    #expect(JournalState(try drill.records())[drill.keys[1].id]?.isSwitchedOff == false)
  }

  @Test func leavesAloneAKeyWithAnotherSecret() throws {
    let journal = try drill.journal()
    let order = try #require(drill.order(1))
    var key = order.key
    key.fingerprint = drill.keys[2].fingerprint
    let other = SwitchOrder(id: order.id, key: key)
    #expect(KeySwitch(.disable, try drill.client(), journal: journal).run(other) == .otherSecret)
    #expect(drill.isEnabled(1) == true)
    #expect(try drill.story() == ["outcome not-tried"])
  }

  @Test func tellsOfAKeyThatIsDeletedUnderIt() throws {
    drill.standIn.change(drill.keys[1].id, .delete)
    guard case .notTried(let error) = try run() else {
      Issue.record("it was tried")
      return
    }
    #expect(error.reason == .notInAccount)
    #expect(drill.requestCount("PATCH") == 0)
  }

  @Test func tellsOfAKeyThatSomebodyElseSwitchesOnAgain() throws {
    // Between the request and the reading back.
    drill.standIn.fail(
      Misbehaviour(
        .change(keyID: drill.keys[1].id, .enable),
        method: "GET",
        path: drill.path(1),
        skip: 1
      )
    )
    #expect(try run() == .contradicted)
    #expect(try drill.story() == ["intent", "outcome unknown"])
  }

  @Test(arguments: [Misbehaviour.Action.stuck, .unchanged])
  func doesNotBelieveAnAnswerThatTheAccountContradicts(_ action: Misbehaviour.Action) throws {
    drill.standIn.fail(Misbehaviour(action, method: "PATCH"))
    #expect(try run() == .contradicted)
    #expect(drill.requestCount("PATCH") == 1)
    // A bounded number of readings: one before, eight after.
    #expect(drill.requestCount("GET") == 9)
    #expect(try drill.story() == ["intent", "outcome unknown"])
  }

  @Test func waitsForAReadingThatLagsBehind() throws {
    drill.standIn.fail(
      Misbehaviour(.status(500), method: "GET", path: drill.path(1), skip: 1, times: 3)
    )
    #expect(try run() == .done(requestID: nil))
  }

  @Test(arguments: [403, 404, 429])
  func tellsOfARefusal(_ status: Int) throws {
    drill.standIn.fail(Misbehaviour(.status(status), method: "PATCH"))
    guard case .refused(let error) = try run() else {
      Issue.record("it was not refused")
      return
    }
    #expect(error.status == status)
    #expect(drill.isEnabled(1) == true)
    #expect(try drill.story() == ["intent", "outcome not-done"])
  }

  @Test(arguments: [409, 500])
  func readsBackAfterAFailureThatProvesNothing(_ status: Int) throws {
    drill.standIn.fail(Misbehaviour(.status(status), method: "PATCH"))
    guard case .unknown(let error) = try run() else {
      Issue.record("it is known")
      return
    }
    #expect(error.status == status)
    #expect(try drill.story() == ["intent", "outcome unknown"])
  }

  @Test(arguments: [Misbehaviour.Action.status(500), .status(409), .reset(.head), .close, .notJSON])
  func seesWhatTookEffectAlthoughTheAnswerWasLost(_ action: Misbehaviour.Action) throws {
    drill.standIn.fail(Misbehaviour(action, method: "PATCH").applied())
    #expect(try run().isReached)
    #expect(drill.isEnabled(1) == false)
    #expect(try drill.story() == ["intent", "outcome done"])
    #expect(try drill.records().last?.detail?.hasPrefix("the account says so, although: ") == true)
  }

  @Test func timeoutOfTheChangeIsReadBack() throws {
    drill.standIn.fail(Misbehaviour(.hang(seconds: 30), method: "PATCH"))
    guard case .unknown(let error) = try run(requestSeconds: 1) else {
      Issue.record("it is known")
      return
    }
    #expect(error.reason == .timeout)
    #expect(try drill.story() == ["intent", "outcome unknown"])
  }

  @Test(arguments: [403, 404, 429, 500])
  func doesNotTryWhatItCannotRead(_ status: Int) throws {
    drill.standIn.fail(Misbehaviour(.status(status), method: "GET"))
    guard case .notTried(let error) = try run() else {
      Issue.record("it was tried")
      return
    }
    #expect(error.status == status)
    #expect(drill.requestCount("PATCH") == 0)
    #expect(try drill.story() == ["outcome not-tried"])
  }

  @Test func doesNotTryWhatItCannotReadInTime() throws {
    drill.standIn.fail(Misbehaviour(.hang(seconds: 30), method: "GET"))
    guard case .notTried(let error) = try run(requestSeconds: 1) else {
      Issue.record("it was tried")
      return
    }
    #expect(error.reason == .timeout)
    #expect(drill.requestCount("PATCH") == 0)
    #expect(drill.isEnabled(1) == true)
    #expect(try drill.story() == ["outcome not-tried"])
  }

  @Test func intentIsOnTheDiskBeforeTheRequest() throws {
    let drill = drill
    let seen = try drill.client(stopsWhen: {
      // Asked between requests and while they wait: once the change has arrived, the intent is there.
      drill.requestCount("PATCH") > 0
    })
    drill.standIn.fail(Misbehaviour(.hang(seconds: 30), method: "PATCH"))
    let journal = try drill.journal()
    let order = try #require(drill.order(1))
    #expect(KeySwitch(.disable, seen, journal: journal).run(order) == .interrupted)
    #expect(try drill.story() == ["intent", "outcome unknown"])
    #expect(JournalState(try drill.records())[drill.keys[1].id]?.open != nil)
  }

  @Test func sendsNothingAfterAnInterrupt() throws {
    let journal = try drill.journal()
    let order = try #require(drill.order(1))
    let client = try drill.client(stopsWhen: { true })
    #expect(KeySwitch(.disable, client, journal: journal).run(order) == .interrupted)
    #expect(drill.standIn.requests.isEmpty)
    #expect(try drill.story() == [])
  }
}
