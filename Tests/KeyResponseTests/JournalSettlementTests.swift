import KeyResponse
import ScanModel
import StandInService
import TestSupport
import Testing
import VectaraAPI

@Suite struct JournalSettlementTests {
  private let drill: Drill

  init() throws { drill = try Drill() }

  /// Leaves the journal as a crash between intent and outcome does.
  private func begin(_ action: KeyAction = .disable, _ number: Int = 1) throws {
    let journal = try drill.journal(action)
    let order = try #require(drill.order(number))
    var intent = journal.record(.intent, order.key)
    intent.before = !action.isEnabled
    intent.after = action.isEnabled
    try journal.append(intent)
  }

  private func settle(_ action: KeyAction = .disable) throws -> [JournalSettlement.Settled] {
    let journal = try drill.journal(action, run: "run-2")
    return try JournalSettlement(try drill.client(), journal: journal).run()
  }

  private var state: JournalState.KeyState? {
    get throws { JournalState(try drill.records())[drill.keys[1].id] }
  }

  @Test func aChangeThatTookEffectIsOurs() throws {
    try begin()
    drill.standIn.change(drill.keys[1].id, .disable)
    #expect(try settle().map(\.result) == [.done])
    #expect(try state?.isSwitchedOff == true)
    #expect(try state?.open == nil)
    #expect(drill.requestCount("PATCH") == 0)
  }

  @Test func aChangeThatDidNotIsNot() throws {
    try begin()
    #expect(try settle().map(\.result) == [.notDone])
    #expect(try state?.isSwitchedOff == false)
    #expect(try state?.open == nil)
  }

  @Test func anEnablingIsSettledByALaterDisabling() throws {
    try begin(.enable)
    #expect(try settle(.disable).map(\.result) == [.done])
    let last = try drill.records().last
    #expect(last?.action == .enable)
    #expect(last?.run == "run-2")
  }

  @Test func whatCannotBeReadStaysOpen() throws {
    try begin()
    drill.standIn.fail(Misbehaviour(.status(403), method: "GET"))
    let settled = try settle()
    #expect(settled.map(\.result) == [.unknown])
    #expect(settled.first?.error?.status == 403)
    #expect(try drill.story() == ["intent"])
  }

  @Test func aStateThatIsNotToldStaysOpen() throws {
    try begin()
    drill.standIn.fail(Misbehaviour(.noEnabled, method: "GET"))
    #expect(try settle().map(\.result) == [.unknown])
    #expect(try drill.story() == ["intent"])
  }

  @Test func nothingOpenAsksNobody() throws {
    try begin()
    #expect(try settle().count == 1)
    drill.standIn.forgetRequests()
    #expect(try settle() == [])
    #expect(drill.standIn.requests.isEmpty)
  }
}
