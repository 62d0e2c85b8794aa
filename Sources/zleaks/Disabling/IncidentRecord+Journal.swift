import KeyResponse
import Reporting
import ScanModel

extension IncidentRecord {
  /// The record that a journal makes.
  init(_ journal: JournalText) {
    self.init()
    brokenLineCount = journal.brokenLines.count
    var proofs: [String: JournalRecord] = [:]
    var last: [String: JournalRecord] = [:]
    for record in journal.records {
      timeline.append(
        Event(
          time: record.time,
          operatorName: record.operatorName,
          text: Self.sentence(record),
          keyID: record.key?.id,
          requestID: record.requestID
        )
      )
      guard let key = record.key else { continue }
      if record.event == .proof { proofs[key.id] = record }
      if record.event == .outcome {
        last[key.id] = record
        // What was proved before a change says nothing after it.
        if record.result == .done { proofs[key.id] = nil }
      }
    }
    keys = JournalState(journal.records).keys.map { state in
      Self.key(state, last: last[state.key.id], proof: proofs[state.key.id])
    }
  }

  private static func key(
    _ state: JournalState.KeyState,
    last: JournalRecord?,
    proof: JournalRecord?
  ) -> Key {
    var key = Key(id: state.key.id, state: self.state(state, last))
    key.name = state.key.name
    key.redacted = state.key.redacted
    key.fingerprint = state.key.fingerprint
    // The first word is the role, behind which come others.
    key.ability = state.key.role.map { role in
      let first = role.prefix { $0 != "," }
      let rest = role.dropFirst(first.count)
      return RolePhrase.phrase(ofRole: String(first)) + (rest.isEmpty ? "" : " (\(role))")
    }
    if proof?.result == .refused { key.refusedAt = proof?.time }
    key.isDraining = proof?.result == .draining
    guard let exposure = state.exposure else { return key }
    key.placeCount = exposure.placeCount
    key.places = exposure.places
    key.repositories = exposure.repositories
    key.isInHead = exposure.isInHead
    key.since = exposure.since.map { since in
      since + (exposure.commit.map { ", commit \($0)" } ?? "")
        + (exposure.author.map { " by \($0)" } ?? "")
    }
    return key
  }

  private static func state(_ state: JournalState.KeyState, _ last: JournalRecord?) -> State {
    if state.open != nil { return .unknown }
    if state.isSwitchedOff, let record = state.switchedOff { return .off(record.time) }
    // Only proved, or found off: nobody knows who did it, and it was not this program.
    guard let last else { return .offBefore }
    if last.result == .already, last.action == .disable { return .offBefore }
    return .on
  }

  /// What happened, in a few words.
  private static func sentence(_ record: JournalRecord) -> String {
    let verb = record.action == .disable ? "switch off" : "switch on"
    let state = record.action.isEnabled ? "on" : "off"
    var text =
      switch (record.event, record.result) {
      case (.start, _): "a run to \(verb) keys starts"
      case (.intent, _): "about to \(verb)"
      case (.outcome, .done): "\(state), by reading back"
      case (.outcome, .already): "\(state) already; nothing was sent"
      case (.outcome, .notTried): "not tried"
      case (.outcome, .notDone): "not done"
      case (.outcome, _): "unknown"
      case (.proof, .refused): "used, and refused: proved"
      case (.proof, .draining): "used, and still accepted"
      case (.proof, _): "used, and nothing shown"
      case (.end, .interrupted): "the run was interrupted"
      case (.end, _): "the run ends"
      }
    if let seconds = record.seconds { text += " after \(seconds) s" }
    if let detail = record.detail { text += ": \(detail)" }
    if record.event == .start, let reason = record.reason { text += ", because: \(reason)" }
    return text
  }
}
