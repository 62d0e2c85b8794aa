import KeyResponse
import ScanModel
import TestSupport
import Testing

@Suite struct JournalRecordTests {
  private func full(_ event: JournalRecord.Event) throws -> JournalRecord {
    var record = JournalRecord(
      time: Drill.noon,
      run: "r\n1",
      operatorName: "ann\u{1B}[31m",
      event: event,
      action: .disable
    )
    var key = JournalKey(id: "aky_1")
    key.name = "a \"name\"\n"
    key.redacted = "zqt_…Vz8w"
    key.fingerprint = Fingerprint(of: Array("k".utf8).span)
    key.role = "serving"
    record.key = key
    record.before = true
    record.after = false
    record.result = .done
    record.requestID = "q-1"
    record.detail = "why"
    record.reason = "because"
    record.seconds = 7
    record.process = 12
    var exposure = KeyExposure()
    exposure.placeCount = 9
    exposure.places = ["a:1:2"]
    exposure.repositoryCount = 2
    exposure.repositories = ["r"]
    exposure.isInHead = false
    exposure.since = "2020-01-01T00:00:00Z"
    exposure.commit = "00ff"
    exposure.author = "A <a@b>"
    record.exposure = exposure
    return record
  }

  private func read(_ text: [UInt8]) throws -> JournalText { try JournalText(parsing: text) }

  @Test(arguments: JournalRecord.Event.allCases)
  func comesBackAsItWas(_ event: JournalRecord.Event) throws {
    let drill = try Drill()
    let record = try full(event)
    try drill.journal().append(record)
    #expect(try drill.records() == [record])
    let bytes = try drill.scratch.read("journal.jsonl")
    #expect(bytes.filter { $0 < 0x20 } == [0x0A])
  }

  @Test func absentFactsAreAbsentMembers() throws {
    let drill = try Drill()
    let journal = try drill.journal()
    try journal.append(journal.record(.end))
    #expect(
      String(decoding: try drill.scratch.read("journal.jsonl"), as: UTF8.self) == """
        {"type":"journal","version":1,"time":"2026-11-21T12:00:00Z","run":"run-1",\
        "operator":"ann@desk","action":"disable","event":"end"}

        """
    )
  }

  @Test(arguments: [
    #""event":"intent""#, #""event":"outcome","key":{"id":"aky_1"}"#,
    #""event":"proof","result":"done""#, #""event":"new""#,
    #""event":"intent","key":{"name":"n"}"#, #""event":"end","time":"#,
  ])
  func aLineThatLacksWhatItNeedsIsCountedAsBroken(_ rest: String) throws {
    let start =
      #"{"type":"journal","version":1,"time":"2026-11-21T12:00:00Z","run":"r","operator":"o","#
    let line = start + #""action":"disable","# + rest + "}\n"
    let text = try read(Array(line.utf8))
    #expect(text.records == [])
    #expect(text.brokenLines == [1])
  }

  @Test func anyBytesBehindAStartAreReadWithoutHarm() throws {
    let start = Array(#"{"type":"journal","version":1,"#.utf8)
    var random = SplitMix64(seed: 7)
    for _ in 0..<300 {
      let noise = (0..<40).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let text = try read(start + noise)
      #expect(text.records == [])
      #expect(!text.brokenLines.isEmpty)
    }
  }
}
