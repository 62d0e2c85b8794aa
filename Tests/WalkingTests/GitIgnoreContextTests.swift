import Posix
import ScanModel
import TestSupport
import Testing

@testable import Walking

@Suite struct GitIgnoreContextTests {
  @Test func userFileIsWhereGitLooks() {
    let home = Array("/h".utf8)
    let configuration = Array("/c".utf8)
    func path(_ configurationHome: [UInt8]?, _ home: [UInt8]?) -> ContentPath? {
      GitIgnoreContext.userFile(configurationHome: configurationHome, home: home)
        .map { ContentPath($0) }
    }
    #expect(path(configuration, home) == ContentPath("/c/git/ignore"))
    #expect(path(nil, home) == ContentPath("/h/.config/git/ignore"))
    #expect(path(nil, nil) == nil)
  }

  @Test func userFileMayBeALink() throws {
    let scratch = try Scratch()
    try scratch.write("rules", "a\nb\n")
    try scratch.link("ignore", to: "rules")
    let context = GitIgnoreContext(userFile: Array(scratch.path("ignore").utf8))
    #expect(context.userRules.count == 2)
    #expect(context.notes == [])
  }

  @Test func noteIsTakenOnceAndInOrder() {
    let context = GitIgnoreContext(userFile: nil)
    let notes = [
      GitIgnoreNote(path: ContentPath("b"), cause: .foreignOwner),
      GitIgnoreNote(path: ContentPath("a"), cause: .file(.notRegular)),
    ]
    for note in notes + notes { context.add(note) }
    #expect(
      context.notes.map(\.description) == [
        "cannot use 'a': it is not a regular file",
        "cannot use 'b': it lies above the scanned directory and belongs to another user",
      ]
    )
  }
}
