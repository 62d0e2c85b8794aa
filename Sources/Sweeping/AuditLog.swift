package import Posix
package import ScanModel
package import TextForms

/// The log of a sweep, `sweep.jsonl`: what happened to which repository, when, and why.
///
/// Each event is one line, written at once to the end of the file, which keeps what earlier runs
/// have written there.
package final class AuditLog: Sendable {
  private let file: FileDescriptor

  /// Whether every event so far has been written.
  private let isWhole = Monitor(true)

  /// What happened.
  package enum Event: String, Sendable {
    case started
    case discovered
    case cloned
    case scanned
    case unchanged
    case failed
    case interrupted
    case finished
  }

  /// Opens the log at `path`, or makes it.
  package init(path: [UInt8]) throws(SystemError) {
    file = try FileDescriptor.openForAppending(path)
  }

  /// Whether every event has been written.
  package var hasWrittenAll: Bool { isWhole.withLock { $0 } }

  /// Writes an event.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - repository: To which repository; `nil` for the sweep as a whole.
  ///   - details: Writes more members.
  package func add(
    _ event: Event,
    _ repository: ContentPath? = nil,
    _ details: (inout JSONWriter) -> Void = { _ in }
  ) {
    var json = JSONWriter()
    json.object { json in
      json.member("type", "event")
      json.member("time", Self.now)
      json.member("event", event.rawValue)
      if let repository { json.member("repository", repository.text) }
      details(&json)
    }
    let line = json.bytes + [UInt8(ascii: "\n")]
    isWhole.withLock { isWhole in
      do throws(SystemError) { try file.write(line.span) } catch { isWhole = false }
    }
  }

  /// The time of the day in RFC 3339, with milliseconds.
  private static var now: String {
    let time = WallClock.secondsSince1970
    guard let timestamp = Timestamp(seconds: Int(time), zoneMinutes: 0) else { return "" }
    let milliseconds = String(Int(time * 1_000) % 1_000)
    let zeros = String(repeating: "0", count: max(3 - milliseconds.utf8.count, 0))
    return "\(timestamp.description.dropLast()).\(zeros)\(milliseconds)Z"
  }
}
