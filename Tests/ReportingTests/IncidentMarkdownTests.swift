import ScanModel
import Testing

@testable import Reporting

@Suite struct IncidentMarkdownTests {
  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }

  private func text(_ record: IncidentRecord) -> String {
    IncidentMarkdown(record, journal: "j.jsonl") {
      $0.split(separator: "SECRET", omittingEmptySubsequences: false).joined(separator: "zqt_…")
    }.text
  }

  private func off() throws -> IncidentRecord.Key {
    var key = IncidentRecord.Key(id: "aky_1", state: .off(try time("2026-11-21T12:00:00Z")))
    key.name = "search"
    return key
  }

  @Test func emptyRecordHasAllItsParts() {
    let text = text(IncidentRecord())
    #expect(text.hasPrefix("# Leaked Vectara API keys: record of the incident\n\n0 keys in this"))
    #expect(text.contains("\n## Keys\n"))
    #expect(text.contains("\n## Timeline\n"))
    #expect(text.contains("\n## Left to do\n"))
    #expect(!text.contains("git filter-repo"))
    #expect(!text.contains("zleaks enable"))
  }

  @Test func statesAreSaid() throws {
    var record = IncidentRecord()
    var proved = try off()
    proved.refusedAt = try time("2026-11-21T12:05:00Z")
    var draining = try off()
    draining.isDraining = true
    record.keys = [
      try off(), proved, draining, .init(id: "aky_2", state: .on),
      .init(id: "aky_3", state: .unknown), .init(id: "aky_4", state: .offBefore),
    ]
    let text = text(record)
    #expect(
      text.contains(
        "6 keys in this journal, 3 switched off, 1 seen to be refused, 1 off before, 1 on, "
          + "1 unknown.\n"
      )
    )
    for state in [
      "off since 2026-11-21T12:00:00Z, not proved by use",
      "off since 2026-11-21T12:00:00Z, and refused at 2026-11-21T12:05:00Z",
      "off since 2026-11-21T12:00:00Z, **and still accepted when last used**",
      "**on**", "**unknown**: a change was begun, and what came of it is not known",
      "off, and not by this program",
    ] {
      #expect(text.contains("\n- state: \(state)\n"))
    }
    #expect(text.contains("- [ ] `aky_2` may work: run the same `zleaks disable` again.\n"))
    #expect(text.contains("- [ ] `aky_1` was still accepted:"))
  }

  @Test func placesLeadToCommands() throws {
    var record = IncidentRecord()
    var key = try off()
    key.placeCount = 3
    key.places = ["r: a:1:2"]
    key.repositories = ["r", "r", "s`\u{1B}"]
    key.isInHead = true
    key.since = "2020-01-01T00:00:00Z, commit 00ff by A <a@b>"
    record.keys = [key]
    let text = text(record)
    #expect(
      text.contains(
        """
        - leaked: 3 places, still in HEAD; since `2020-01-01T00:00:00Z, commit 00ff by A <a@b>`
          - `r: a:1:2`
          - … and 2 more

        """
      )
    )
    #expect(text.contains("  # in r\n  # in s'\\x1b\n  git filter-repo "))
    #expect(text.contains("puts back what was switched off"))
  }

  @Test func hostileTextsDoNothing() throws {
    var record = IncidentRecord()
    var key = try off()
    key.name = "`|\n<img src=x> SECRET"
    record.keys = [key]
    record.timeline = [
      IncidentRecord.Event(
        time: try time("2026-11-21T12:00:00Z"),
        operatorName: "a|b`",
        text: "why | <b> [x](y) @ann SECRET",
        keyID: "aky_`1",
        requestID: "q|"
      )
    ]
    record.brokenLineCount = 1
    let text = text(record)
    #expect(text.contains(#"### `aky_1` `\x60\x7c\n<img src=x> zqt_…`"#))
    #expect(
      text.contains(
        #"| 2026-11-21T12:00:00Z | `a\x7cb\x60` | `aky_\x601` | why \| \<b\> \[x\](y) "#
          + #"@<!-- -->ann zqt\_… | `q\x7c` |"#
      )
    )
    #expect(text.contains("**1 line of the journal is only half there"))
    #expect(!text.contains("SECRET"))
  }
}
