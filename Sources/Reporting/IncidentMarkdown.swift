internal import ScanModel
internal import TextForms

/// An incident's record as Markdown: keys, timeline, and what is left to do.
package struct IncidentMarkdown {
  private let record: IncidentRecord

  /// The journal's name, as it can be typed.
  private let journal: String

  /// Takes keys out of texts.
  private let hidden: (String) -> String

  /// Prepares to write a record.
  ///
  /// - Parameters:
  ///   - record: What was done.
  ///   - journal: The journal's name.
  ///   - hidden: Takes keys out of texts.
  package init(_ record: IncidentRecord, journal: String, hidden: @escaping (String) -> String) {
    self.record = record
    self.journal = journal
    self.hidden = hidden
  }

  /// The whole record.
  package var text: String {
    var lines = ["# Leaked Vectara API keys: record of the incident", ""]
    lines += [summary, ""]
    if record.brokenLineCount > 0 {
      let count = NumberText.counted(record.brokenLineCount, "line")
      lines += ["**\(count) of the journal is only half there, as a crash leaves it.**", ""]
    }
    lines += ["## Keys", ""]
    for key in record.keys { lines += section(key) + [""] }
    lines += ["## Timeline", "", "| time (UTC) | who | key | what | request |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    for event in record.timeline { lines.append(row(event)) }
    lines += ["", "## Left to do", ""] + remaining
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    func count(_ isCounted: (IncidentRecord.Key) -> Bool) -> Int {
      record.keys.count(where: isCounted)
    }
    let off = count { if case .off = $0.state { true } else { false } }
    let proved = count { $0.refusedAt != nil }
    let parts = [
      "\(NumberText.counted(record.keys.count, "key")) in this journal",
      "\(off) switched off", "\(proved) seen to be refused",
      "\(count { $0.state == .offBefore }) off before", "\(count { $0.state == .on }) on",
      "\(count { $0.state == .unknown }) unknown",
    ]
    return parts.joined(separator: ", ") + "."
  }

  /// A text that came from elsewhere, as a code span.
  private func code(_ text: String) -> String {
    MarkdownText.code(TerminalText.escaped(hidden(text)))
  }

  private func prose(_ text: String) -> String { MarkdownText.prose(hidden(text)) }

  // MARK: - Keys

  private func section(_ key: IncidentRecord.Key) -> [String] {
    var lines = ["### \(code(key.id))" + (key.name.map { " \(code($0))" } ?? ""), ""]
    func add(_ label: String, _ text: String) { lines.append("- \(label): \(text)") }
    add("state", state(key))
    if let redacted = key.redacted { add("key", code(redacted)) }
    if let fingerprint = key.fingerprint { add("fingerprint", code("\(fingerprint)")) }
    if let ability = key.ability { add("whoever held it could", prose(ability)) }
    guard key.placeCount > 0 else { return lines }
    add("leaked", exposure(key))
    for place in key.places { lines.append("  - \(code(place))") }
    let more = key.placeCount - key.places.count
    if more > 0 { lines.append("  - … and \(NumberText.grouped(more)) more") }
    return lines
  }

  private func exposure(_ key: IncidentRecord.Key) -> String {
    var text = NumberText.counted(key.placeCount, "place")
    switch key.isInHead {
    case true?: text += ", still in HEAD"
    case false?: text += ", not in HEAD any more"
    case nil: break
    }
    return text + (key.since.map { "; since \(code($0))" } ?? "")
  }

  private func state(_ key: IncidentRecord.Key) -> String {
    switch key.state {
    case .on: return "**on**"
    case .unknown: return "**unknown**: a change was begun, and what came of it is not known"
    case .offBefore: return "off, and not by this program"
    case .off(let time):
      if let refused = key.refusedAt { return "off since \(time), and refused at \(refused)" }
      return "off since \(time), "
        + (key.isDraining ? "**and still accepted when last used**" : "not proved by use")
    }
  }

  private func row(_ event: IncidentRecord.Event) -> String {
    let cells = [
      "\(event.time)", code(event.operatorName), event.keyID.map(code) ?? "",
      // A pipe would end the cell, which `prose` sees to.
      prose(event.text), event.requestID.map(code) ?? "",
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  // MARK: - What is left

  private var remaining: [String] {
    var lines: [String] = []
    let doubtful = record.keys.filter { $0.state == .unknown || $0.state == .on }
    for key in doubtful {
      lines.append("- [ ] \(code(key.id)) may work: run the same `zleaks disable` again.")
    }
    for key in record.keys where key.isDraining && key.refusedAt == nil {
      lines.append(
        "- [ ] \(code(key.id)) was still accepted: run the same `zleaks disable … --prove` again."
      )
    }
    lines += [
      "- [ ] **Rotate**: make a key of the narrowest role for each program that used one of these, "
        + "put it in a secret store, and start the program with it.",
      "- [ ] **Find the users** of each key: what fails now used it. Search configurations for the "
        + "name and the ID, and deployments for the fingerprint: `zleaks scan DIRECTORY --format "
        + "jsonl` lists fingerprints.",
      "- [ ] **Look at what was done with it** in the Vectara console: usage and query history, and "
        + "keys, users, corpora and documents that nobody on the team made.",
    ]
    let repositories = unique(record.keys.flatMap(\.repositories))
    if !record.keys.allSatisfy({ $0.placeCount == 0 }) {
      lines.append(
        "- [ ] **Take the keys out of HEAD** where they still are, and allow none: `zleaks hook "
          + "install` in each clone."
      )
      lines.append(
        "- [ ] **Purge the history** if the repository was public, or who could read it is not "
          + "known; clones, forks, caches and pull requests keep the old commits all the same:"
      )
      lines += [
        "", "  ```sh", "  # keys.txt: one key a line, followed by ==>REMOVED; delete it afterwards",
      ]
      for repository in repositories {
        lines.append("  # in \(TerminalText.escaped(hidden(repository)).replacingBackticks)")
      }
      lines += [
        "  git filter-repo --sensitive-data-removal --replace-text keys.txt",
        "  git push --force --mirror origin", "  zleaks history .", "  ```", "",
      ]
    }
    lines.append(
      "- [ ] **Check again** tomorrow: `zleaks check REPORT` should say that every key is disabled."
    )
    let isUndoable = record.keys.contains { if case .off = $0.state { true } else { false } }
    if isUndoable {
      lines.append(
        "- If something that must run needs an old key until its new one is there: `zleaks enable` "
          + "with \(code(journal)) puts back what was switched off, and asks first."
      )
    }
    return lines
  }

  /// Each text once, in the order in which they first appear.
  private func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension String {
  /// The text without what could end a block of code.
  fileprivate var replacingBackticks: String {
    String(map { $0 == "`" ? "'" : $0 })
  }
}
