import Foundation
import KeyResponse
import Posix
import ScanModel
import TestSupport
import Testing

@Suite struct JournalTests {
  private let drill: Drill

  init() throws { drill = try Drill() }

  private func error(_ body: () throws -> Void) -> JournalError? {
    do {
      try body()
      return nil
    } catch { return error as? JournalError }
  }

  @Test func aNewOneIsItsOwnersAlone() throws {
    try drill.journal().start()
    #expect(try FileStatus.of(drill.path).permissions == 0o600)
    let record = try #require(try drill.records().first)
    #expect(record.event == .start)
    #expect(record.operatorName == "ann@desk")
    #expect(record.process == Int(getpid()))
    #expect(record.time == Drill.noon)
  }

  @Test func isOnlyAddedTo() throws {
    try drill.journal().start()
    let before = try drill.scratch.read("journal.jsonl")
    try drill.journal(run: "run-2").start()
    let after = try drill.scratch.read("journal.jsonl")
    #expect(after.starts(with: before))
    #expect(try drill.records().map(\.run) == ["run-1", "run-2"])
  }

  @Test func locksOthersOutAndNamesItself() throws {
    let first = try drill.journal()
    try first.start()
    let refused = error { _ = try drill.journal(run: "run-2") }
    #expect(
      refused
        == .inUse(
          process: Int(getpid()),
          operatorName: "ann@desk",
          since: "2026-11-21T12:00:00Z"
        )
    )
    #expect(
      "\(refused.map { "\($0)" } ?? "")"
        == "another run is writing to it (process \(getpid()) of ann@desk since "
        + "2026-11-21T12:00:00Z); wait until that has ended, or name another journal with "
        + "'--journal'"
    )
    withExtendedLifetime(first) {}
  }

  @Test func isFreeAgainAfterwards() throws {
    try drill.journal().start()
    #expect(error { try drill.journal(run: "run-2").start() } == nil)
  }

  @Test func refusesWhatOthersMayReadOrWrite() throws {
    try drill.journal().start()
    #expect(unsafe chmod(drill.scratch.path("journal.jsonl"), 0o640) == 0)
    #expect(
      error { _ = try drill.journal() }
        == .unusable("others than its owner may read or write it; 'chmod 600' it")
    )
  }

  @Test func refusesALink() throws {
    try drill.journal().start()
    let path = drill.scratch.path("journal.jsonl")
    #expect(unsafe rename(path, drill.scratch.path("real.jsonl")) == 0)
    #expect(unsafe symlink("real.jsonl", path) == 0)
    #expect(error { _ = try drill.journal() } == .unusable("it is not a regular file"))
  }

  @Test(arguments: ["directory", "fifo"])
  func refusesWhatIsNoFile(_ kind: String) throws {
    let path = drill.scratch.path("journal.jsonl")
    #expect(unsafe (kind == "fifo" ? mkfifo(path, 0o600) : mkdir(path, 0o700)) == 0)
    #expect(error { _ = try drill.journal() } == .unusable("it is not a regular file"))
  }

  @Test(arguments: [
    #"{"type":"finding"}"# + "\n", "hello\n", #"{"type":"journal2"}"#, "\n", "\u{0}",
  ])
  func refusesAnyOtherContentAndLeavesIt(_ content: String) throws {
    try drill.scratch.write("journal.jsonl", content)
    #expect(unsafe chmod(drill.scratch.path("journal.jsonl"), 0o600) == 0)
    #expect(error { _ = try drill.journal() } == .notAJournal)
    #expect(try drill.scratch.read("journal.jsonl") == Array(content.utf8))
  }

  @Test func aMissingOneIsNotMadeForReading() {
    let author = JournalAuthor(run: "r", operatorName: "o", now: { Drill.noon })
    #expect(
      error { _ = try Journal(drill.path, creates: false, action: .enable, author: author) }
        == .missing
    )
    #expect(error { _ = try Journal.read(drill.path) } == .missing)
  }

  @Test func everyTornEndIsKeptAndRepaired() throws {
    try drill.journal().start()
    let whole = try drill.scratch.read("journal.jsonl")
    let second = Array(#"{"type":"journal","version":1,"time":"2026-11-2"#.utf8)
    for length in 1...second.count {
      let torn = whole + second.prefix(length)
      try drill.scratch.write("journal.jsonl", torn)
      #expect(unsafe chmod(drill.scratch.path("journal.jsonl"), 0o600) == 0)
      let journal = try drill.journal(run: "run-2")
      #expect(journal.brokenLines == [2])
      try journal.start()
      let after = try drill.scratch.read("journal.jsonl")
      #expect(after.starts(with: torn))
      #expect(try drill.records().map(\.run) == ["run-1", "run-2"])
    }
  }

  @Test func aTornFirstLineIsStillAJournal() throws {
    try drill.journal().start()
    let whole = try drill.scratch.read("journal.jsonl")
    for length in 1..<whole.count {
      try drill.scratch.write("journal.jsonl", Array(whole.prefix(length)))
      #expect(unsafe chmod(drill.scratch.path("journal.jsonl"), 0o600) == 0)
      try drill.journal(run: "run-2").start()
      // Only the line's end is missing of the last one.
      let isWhole = length == whole.count - 1
      #expect(try drill.records().map(\.run) == (isWhole ? ["run-1", "run-2"] : ["run-2"]))
    }
  }

  @Test func keepsNoKeyInAnyText() throws {
    let journal = try drill.journal(
      reason: "SECRET reason",
      hiding: { $0.replacingOccurrences(of: "SECRET", with: "zqt_…") }
    )
    var key = JournalKey(id: "aky_1")
    key.name = "SECRET name"
    key.role = "SECRET role"
    var record = journal.record(.intent, key)
    record.detail = "SECRET detail"
    record.requestID = "SECRET request"
    record.operatorName = "SECRET operator"
    var exposure = KeyExposure()
    exposure.places = ["SECRET place"]
    exposure.repositories = ["SECRET repository"]
    exposure.author = "SECRET author"
    record.exposure = exposure
    try journal.append(record)
    let text = String(decoding: try drill.scratch.read("journal.jsonl"), as: UTF8.self)
    #expect(!text.contains("SECRET"))
    #expect(text.components(separatedBy: "zqt_…").count == 10)
  }

  @Test func tellsThatItCannotBeWritten() throws {
    // A full disk, as far as a test can have one.
    let author = JournalAuthor(run: "r", operatorName: "o", now: { Drill.noon })
    let full = error {
      _ = try Journal(Array("/dev/full".utf8), creates: true, action: .disable, author: author)
    }
    #expect(full == .unusable("it is not a regular file"))
  }
}
