import ScanModel
import Testing

@testable import Sweeping

@Suite struct SweptRepositoryTests {
  private func fileName(_ name: String) -> String {
    let repository = SweptRepository(name: ContentPath(name), place: .local(workTrees: []))
    return String(decoding: repository.resultFileName, as: UTF8.self)
  }

  @Test(arguments: [
    ("/srv/git/a.git", "a.git-"), ("/srv/a b/.git", "a_b-"), (".", "repository-"),
    ("/", "repository-"), ("/srv/.hidden", "repository.hidden-"), ("git@host:x", "x-"),
    ("https://h/a\nb", "a_b-"), ("/srv/é", "__-"),
  ])
  func aFileIsNamedAfterItsRepository(_ name: String, _ start: String) {
    let file = fileName(name)
    #expect(file.hasPrefix(start))
    #expect(file.utf8.count == start.utf8.count + 24 + 6)
    #expect(file.hasSuffix(".jsonl"))
  }

  @Test func equalLastPartsHaveFilesOfTheirOwn() {
    #expect(fileName("/a/x") != fileName("/b/x"))
  }

  @Test func aLongNameIsCutOff() {
    #expect(fileName("/" + String(repeating: "x", count: 5_000)).utf8.count == 64 + 1 + 24 + 6)
  }

  @Test func noResultIsTakenForALog() {
    #expect(!SweepManifest.isLog(Array(fileName("/srv/sweep").utf8)))
    #expect(!SweepManifest.isLog(Array(fileName("/srv/sweep-1-of-2").utf8)))
    #expect(SweepManifest.isLog(Array("sweep.jsonl".utf8)))
    #expect(SweepManifest.isLog(Array("sweep-3-of-16.jsonl".utf8)))
  }
}
