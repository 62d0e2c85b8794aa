import Testing

@testable import GitObjects

@Suite struct ConfigTextTests {
  private func value(_ name: String, in text: String) -> String? {
    ConfigText(Array(text.utf8))[name]
  }

  @Test func readsSettings() {
    let text = """
      # comment
      [core]
      \trepositoryFormatVersion = 1 ; comment
      [Extensions] objectFormat = "sha256" # comment
      \tpartialClone=ori\\
      gin
      [remote "core"]
      \tx = no
      """
    #expect(value("core.repositoryformatversion", in: text) == "1")
    #expect(value("extensions.objectformat", in: text) == "sha256")
    #expect(value("extensions.partialclone", in: text) == "origin")
    #expect(value("core.x", in: text) == nil)
  }

  @Test func lastOneWins() {
    #expect(value("a.b", in: "[a]\nb=1\nb=2\n") == "2")
  }

  @Test func passesOverWhatItDoesNotKnow() {
    let text = "x=1\n[a\n]\n[a]\nb\n=\n;c=1\n[include]\npath=/etc/passwd\n"
    #expect(value("a.b", in: text) == nil)
    #expect(value("a.", in: text) == nil)
    #expect(value("a.c", in: text) == nil)
  }
}
