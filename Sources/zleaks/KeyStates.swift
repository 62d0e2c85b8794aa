import Posix
import Reporting
import ScanModel
import TextForms

/// What `zleaks check` prints: a line for each distinct key.
///
///     active    zqt_…ItUg  aky_0123 'search page' serving  src/search.ts:14:19 and 2 more places
///     unknown   zwt_…c3Rw  not-in-account  .env:1:5
///
/// The active ones come first, then the unknown ones; in a group, keys keep the order of the
/// findings.
struct KeyStates {
  /// What keeps keys out of paths and names.
  let redaction: PathRedaction

  /// The places named for each key; more are counted.
  private static let maximumPlaceCount = 3

  /// A key, and where it was found.
  private struct Key {
    var finding: Finding
    var places: [String]
    var placeCount: Int

    /// Whether it is an ID, which reports show whole.
    var isID: Bool { finding.severity == .info }
  }

  /// The lines, each with its line end.
  ///
  /// - Parameters:
  ///   - findings: What was asked for, with the states.
  ///   - usesColor: Whether states are coloured.
  /// - Returns: Text that is safe for a terminal.
  func text(_ findings: [Finding], usesColor: Bool) -> String {
    var positions: [Fingerprint: Int] = [:]
    var keys: [Key] = []
    let namesRepository = Set(findings.lazy.compactMap(\.git?.repository)).count > 1
    for finding in findings {
      let position = positions[finding.key.fingerprint] ?? keys.count
      if position == keys.count {
        positions[finding.key.fingerprint] = position
        keys.append(Key(finding: finding, places: [], placeCount: 0))
      }
      guard let place = place(of: finding, namesRepository: namesRepository) else { continue }
      keys[position].placeCount += 1
      if keys[position].places.count < Self.maximumPlaceCount {
        keys[position].places.append(place)
      }
    }
    // An ID that was found beside its key is on the key's line.
    let named = Set(keys.filter { !$0.isID }.compactMap { $0.finding.status.evidence?.keyID })
    keys.removeAll { $0.isID && named.contains($0.finding.key.redacted.text) }
    let sorted = ["active", "unknown", "disabled"].flatMap { state in
      keys.filter { $0.finding.status.name == state }
    }
    return sorted.map { line(for: $0, usesColor: usesColor) }.joined()
  }

  private func line(for key: Key, usesColor: Bool) -> String {
    let finding = key.finding
    let state = finding.status.name
    let padded = state + String(repeating: " ", count: max(8 - state.count, 0))
    let isActive = finding.status.name == "active"
    var parts = [isActive && usesColor ? "\u{1B}[1;31m\(padded)\u{1B}[0m" : padded]
    parts.append(shown(finding.key.redacted.text))
    if let reason = finding.status.unknownReason { parts.append(reason.rawValue) }
    let evidence = finding.status.evidence
    let id = evidence?.keyID == finding.key.redacted.text ? nil : evidence?.keyID
    let words = [id, evidence?.keyName.map { "'\($0)'" }, evidence?.role].compactMap { $0 }
    if !words.isEmpty { parts.append(shown(words.joined(separator: " "))) }
    if key.placeCount > 0 {
      let more = key.placeCount - key.places.count
      let places = key.places.joined(separator: ", ")
      let rest = more > 0 ? " and \(NumberText.counted(more, "more place", "more places"))" : ""
      parts.append(places + rest)
    }
    return parts.joined(separator: "  ") + "\n"
  }

  /// Where a finding stands; `nil` for what somebody has named, which stands nowhere.
  private func place(of finding: Finding, namesRepository: Bool) -> String? {
    guard let path = finding.location.path else { return nil }
    var place = shown(path)
    if namesRepository, let repository = finding.git?.repository {
      place = "\(shown(repository)): \(place)"
    }
    if finding.location.isInPath { return place }
    return "\(place):\(finding.location.start.line):\(finding.location.start.column)"
  }

  private func shown(_ path: ContentPath) -> String {
    TerminalText.escaped(redaction.applied(to: path).text)
  }

  private func shown(_ text: String) -> String { shown(ContentPath(text)) }
}
