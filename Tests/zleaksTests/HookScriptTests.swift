import Testing

@testable import zleaks

@Suite struct HookScriptTests {
  private static let program = Array("/opt/it's here/zleaks".utf8)

  private static func bytes(_ hook: HookName) -> [UInt8] {
    HookScript(hook: hook, program: program).bytes
  }

  /// The script with `old` replaced by `new`, once.
  private static func edited(_ old: String, _ new: String) -> [UInt8] {
    let text = String(decoding: bytes(.preCommit), as: UTF8.self)
    return Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
  }

  @Test(arguments: HookName.allCases) func knowsItsOwn(_ hook: HookName) {
    let content = HookScript.content(Self.bytes(hook), of: hook)
    #expect(content == .zleaks(program: Self.program, isCurrent: true))
  }

  @Test func knowsThatTheHooksDiffer() {
    let content = HookScript.content(Self.bytes(.prePush), of: .preCommit)
    #expect(content == .zleaks(program: Self.program, isCurrent: false))
  }

  @Test func writesTheSameTextForTheSameProgram() {
    let text = String(decoding: Self.bytes(.preCommit), as: UTF8.self)
    #expect(text.hasPrefix("#!/bin/sh\n# zleaks hook 1 "))
    #expect(text.contains("\nprogram='/opt/it'\\''s here/zleaks'\n"))
    #expect(text.hasSuffix("\nexec \"$program\" diff --staged >&2\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func sendsThePushOn() {
    let text = String(decoding: Self.bytes(.prePush), as: UTF8.self)
    #expect(text.hasSuffix("\nexec \"$program\" diff --pre-push \"$@\" >&2\n"))
  }

  @Test(
    arguments: [
      ("exec", "# exec"), ("it'\\''s here", "elsewhere"), ("# zleaks hook 1", "# zleaks hook 2 x"),
      ("#!/bin/sh\n", "#!/bin/bash\n"), ("#!/bin/sh\n", "#!/bin/sh\nset -e\n"),
      (">&2\n", ">&2"),
    ]
  )
  func noticesEveryEdit(_ old: String, _ new: String) {
    #expect(HookScript.content(Self.edited(old, new), of: .preCommit) == .edited)
  }

  @Test func aScriptCutShortIsEdited() {
    let bytes = Self.bytes(.preCommit)
    // What is shorter than the marker might be anybody's.
    for count in 24..<bytes.count {
      #expect(HookScript.content(Array(bytes.prefix(count)), of: .preCommit) == .edited)
    }
  }

  @Test func aScriptOfAnotherVersionIsOurs() {
    // The digest is that of "exec zleaks\n".
    let text = "#!/bin/sh\n# zleaks hook 7 \(Self.otherDigest)\nexec zleaks\n"
    let content = HookScript.content(Array(text.utf8), of: .preCommit)
    #expect(content == .zleaks(program: nil, isCurrent: false))
  }

  private static let otherDigest = "5a7360578054752d"

  @Test(arguments: ["", "#!/bin/sh\n", "#!/bin/sh\nzleaks diff --staged\n", "\u{7F}ELF\0"])
  func whatIsNotOursIsAnothers(_ text: String) {
    let content = HookScript.content(Array(text.utf8), of: .preCommit)
    #expect(content == .another(asksForItsName: false))
  }

  @Test func knowsTheFramework() {
    let text = "#!/bin/sh\nexec pre-commit hook-impl --hook-type=pre-commit \"$(basename x)\"\n"
    #expect(HookScript.content(Array(text.utf8), of: .preCommit) == .framework)
  }

  @Test(arguments: [#"case $(basename "$0") in"#, "case ${0##*/} in", "File.basename($0)"])
  func seesThatAHookAsksForItsName(_ text: String) {
    let content = HookScript.content(Array("#!/bin/sh\n\(text)\n".utf8), of: .preCommit)
    #expect(content == .another(asksForItsName: true))
  }
}
