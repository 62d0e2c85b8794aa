import ScanModel
import Testing

@testable import Suppression

@Suite struct InlineMarkTests {
  /// Whether a mark allows the `KEY` in `text`.
  private func allows(_ text: String) throws -> Bool {
    let bytes = Array(text.utf8)
    let start = try #require(
      bytes.indices.first { bytes[$0...].starts(with: Array("KEY".utf8)) }
    )
    return InlineMark.stands(onLineOf: ByteRange(start, start + 3), in: bytes.span)
  }

  @Test(arguments: [
    "KEY # zleaks:allow", "KEY zleaks:allow public search key", "/* zleaks:allow */ KEY",
    "zleaks:allow KEY", "KEY zleaks:allow\n", "KEY zleaks:allow\r\n", "KEYzleaks:allow",
    "\nzleaks:allow KEY\n", "a\nb KEY <!-- zleaks:allow: docs -->\nc", "KEY zleaks:allow-listed",
    "KEY zleaks:allowed zleaks:allow", "zleaks:zleaks:allow KEY", "KEY\rzleaks:allow",
    "x-zleaks:allow KEY", "KEY zleaks:allow\u{0}", "KEY zleaks:allow\u{e9}",
  ])
  func theMarkOnTheSameLineAllows(text: String) throws {
    #expect(try allows(text))
  }

  @Test(arguments: [
    "KEY", "KEY\nzleaks:allow", "zleaks:allow\nKEY", "zleaks:allow\r\nKEY", "KEY zleaks:allo",
    "KEY zleaks:allowed", "KEY zleaks:allows", "KEY zleaks:allow_all", "KEY zleaks:allow2",
    "KEY Zleaks:allow", "KEY zleaks: allow", "KEY zleaks:ALLOW", "KEY gitleaks:allow",
    "zleaks:KEYallow",
    "KEY zleaks:al\nlow", "\n\nKEY\n\nzleaks:allow",
  ])
  func anythingElseDoesNot(text: String) throws {
    #expect(try !allows(text))
  }

  /// The same in UTF-16, as PowerShell and Windows' editors save files.
  @Test(arguments: [
    ("KEY # zleaks:allow", true), ("zleaks:allow KEY", true), ("KEY zleaks:allow\r\n", true),
    ("KEY # zleaks:allow why\n", true), ("KEY zleaks:allowed", false), ("KEY zleaks:allo", false),
    ("KEY\r\nzleaks:allow", false), ("KEY zleaks:allow\u{4161}", true), ("zleaks:KEYallow", false),
  ])
  func theMarkAllowsInUTF16(_ text: String, _ isAllowed: Bool) throws {
    for isBig in [false, true] {
      let bytes = text.utf16.flatMap { unit -> [UInt8] in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return isBig ? [high, low] : [low, high]
      }
      let key = try #require(text.firstRange(of: "KEY"))
      let start = 2 * text.utf16.distance(from: text.startIndex, to: key.lowerBound)
      let range = ByteRange(start, start + 6)
      #expect(InlineMark.stands(onLineOf: range, in: bytes.span) == isAllowed, "\(isBig)")
    }
  }

  @Test func theMarkReachesSoFarToTheRight() throws {
    let reach = InlineMark.reach
    let allowed = try (reach - 30...reach + 10).filter { gap in
      try allows("KEY" + String(repeating: ".", count: gap) + "zleaks:allow" + " because")
    }
    #expect(allowed == Array(reach - 30...reach - 12))
  }

  @Test func theMarkReachesSoFarToTheLeft() throws {
    let reach = InlineMark.reach
    let allowed = try (reach - 30...reach + 10).filter { gap in
      try allows("zleaks:allow" + String(repeating: ".", count: gap) + "KEY")
    }
    #expect(allowed == Array(reach - 30...reach - 12))
  }

  @Test func aWordThatGoesOnPastTheReachIsNoMark() throws {
    let gap = String(repeating: ".", count: InlineMark.reach - 12)
    #expect(try !allows("KEY" + gap + "zleaks:allowed"))
    #expect(try !allows("KEY" + gap + "zleaks:allow_"))
    #expect(try allows("KEY" + gap + "zleaks:allow"))
    #expect(try allows("KEY" + gap + "zleaks:allow\n"))
  }

  @Test func worksAtEveryPlaceInAContent() throws {
    let line = "KEY zleaks:allow"
    let mismatches = try (0...40).filter { padding in
      let before = String(repeating: "\n", count: padding)
      return try !allows(before + line) || allows(before + "KEY\n" + "zleaks:allow")
    }
    #expect(mismatches == [])
  }
}
