import KeyResponse
import ScanModel
import TestSupport
import Testing

@Suite struct JournalStateTests {
  private func record(
    _ event: JournalRecord.Event,
    _ action: KeyAction = .disable,
    _ result: JournalRecord.Result? = nil,
    before: Bool? = nil,
    id: String = "aky_1"
  ) -> JournalRecord {
    var record = JournalRecord(
      time: Drill.noon,
      run: "r",
      operatorName: "o",
      event: event,
      action: action
    )
    record.key = event == .start || event == .end ? nil : JournalKey(id: id)
    record.result = result
    record.before = before
    return record
  }

  private func state(_ records: JournalRecord...) -> JournalState.KeyState? {
    JournalState(records)["aky_1"]
  }

  @Test func aDoneDisablingIsOurs() {
    let state = state(
      record(.start),
      record(.intent),
      record(.outcome, .disable, .done, before: true)
    )
    #expect(state?.isSwitchedOff == true)
    #expect(state?.open == nil)
  }

  @Test func anIntentAloneIsOpen() {
    #expect(state(record(.intent))?.open != nil)
    #expect(state(record(.intent))?.isSwitchedOff == false)
  }

  @Test(arguments: [JournalRecord.Result.unknown, .notTried, .already, .interrupted])
  func theseLeaveAnIntentOpen(_ result: JournalRecord.Result) {
    #expect(state(record(.intent), record(.outcome, .disable, result))?.open != nil)
  }

  @Test func aRefusalClosesIt() {
    let state = state(record(.intent), record(.outcome, .disable, .notDone))
    #expect(state?.open == nil)
    #expect(state?.isSwitchedOff == false)
  }

  @Test func whatWasOffBeforeIsNotOurs() {
    #expect(state(record(.outcome, .disable, .already, before: false))?.isSwitchedOff == false)
  }

  @Test func whatIsOursStaysOursWhenFoundOff() {
    let state = state(
      record(.outcome, .disable, .done, before: true),
      record(.outcome, .disable, .already, before: false)
    )
    #expect(state?.isSwitchedOff == true)
  }

  @Test(arguments: [JournalRecord.Result.done, .already])
  func anEnablingEndsIt(_ result: JournalRecord.Result) {
    let state = state(
      record(.outcome, .disable, .done, before: true),
      record(.outcome, .enable, result)
    )
    #expect(state?.isSwitchedOff == false)
  }

  @Test func aRefusedEnablingDoesNot() {
    let state = state(
      record(.outcome, .disable, .done, before: true),
      record(.intent, .enable),
      record(.outcome, .enable, .notDone)
    )
    #expect(state?.isSwitchedOff == true)
  }

  @Test func keysComeInTheirOrder() {
    let state = JournalState([record(.intent, id: "aky_2"), record(.intent), record(.end)])
    #expect(state.keys.map(\.key.id) == ["aky_2", "aky_1"])
  }
}
