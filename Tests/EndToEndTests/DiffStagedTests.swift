import TestSupport
import Testing

/// `zleaks diff --staged`: what changes of paths and contents add.
@Suite struct DiffStagedTests {
  private let repository: DiffRepository

  init() throws {
    repository = try DiffRepository()
  }

  /// Stages what `change` does after a commit of what `start` does.
  private func staged(
    _ start: String,
    _ change: String,
    _ arguments: String = "--staged"
  ) throws -> Command.Outcome {
    try repository.sh("\(start)\ncommit\n\(change)\ngit add -A")
    return try repository.diff(arguments)
  }

  @Test func newKeyInNewFile() throws {
    try staged("lines 3 > a", "{ lines 2; key $new; } > b").finds("b:3:3 new")
  }

  @Test func newKeyInChangedFile() throws {
    try staged("lines 3 > a", "key $new >> a").finds("a:4:3 new")
  }

  @Test func renameWithoutEditReportsNothing() throws {
    try staged("key $old > a", "git mv a b").finds()
  }

  @Test func renameWithEditReportsTheNewKeyAlone() throws {
    try staged("{ lines 40; key $old; } > a", "git mv a b; key $new >> b").finds("b:42:3 new")
  }

  @Test func copyOfAnUnchangedFileIsReported() throws {
    try staged("key $old > a", "cp a b").finds("b:1:3 old")
  }

  @Test func copyWithEditUnderDiffRenamesCopies() throws {
    try repository.sh("git config diff.renames copies")
    try staged("lines 40 > a", "cp a b; key $new >> b; echo x >> a").finds("b:41:3 new")
  }

  @Test func movedBlockIsNotReported() throws {
    try staged("{ key $old; lines 9; } > a", "{ lines 9; key $old; } > a").finds()
  }

  @Test func blockMovedToAnotherFileIsNotReported() throws {
    try staged("{ key $old; lines 9; } > a", "lines 9 > a; key $old > b").finds()
  }

  @Test func editBesideAnOldKeyIsNotReported() throws {
    try staged("printf 'k=%s # one\\n' $old > a", "printf 'k=%s # two\\n' $old > a").finds()
  }

  @Test func wholeFilesReportsOldKeysToo() throws {
    try staged("{ lines 1; key $old; } > a", "key $new >> a").finds("a:3:3 new")
    try repository.diff("--staged", "--whole-files").finds("a:2:3 old", "a:3:3 new")
  }

  @Test func newKeyOnTheLineOfAnOldOne() throws {
    try staged("printf '%s\\n' $old > a", "printf '%s %s\\n' $old $new > a").finds("a:1:44 new")
  }

  @Test func secondPlaceOfAnOldKeyInTheSameFileIsNotReported() throws {
    try staged("key $old > a", "{ key $old; key $old; } > a").finds()
  }

  @Test func symbolicLinkThatBecomesAFile() throws {
    try staged("ln -s nowhere a", "rm a; key $new > a").finds("a:1:3 new")
  }

  @Test func fileThatBecomesASymbolicLink() throws {
    try staged("key $old > a", "rm a; ln -s $new a").finds("a:1:1 new")
  }

  @Test func textOfANewSymbolicLink() throws {
    try staged("lines 1 > a", "ln -s /x/$new b").finds("b:1:4 new")
  }

  @Test func directoryThatBecomesAFile() throws {
    try staged("mkdir d; lines 1 > d/a", "rm -r d; key $new > d").finds("d:1:3 new")
  }

  @Test func fileThatBecomesADirectory() throws {
    try staged("key $old > d", "rm d; mkdir d; { key $old; key $new; } > d/a").finds("d/a:2:3 new")
  }

  @Test func modeChangeReportsNothing() throws {
    try staged("key $old > a", "chmod +x a").finds()
  }

  @Test func removalReportsNothing() throws {
    let outcome = try staged("key $old > a", "rm a")
    try outcome.finds()
    #expect(!outcome.errorText.contains("nothing is staged"))
  }

  @Test(arguments: ["a binary", "a -diff", "a -text", "* -diff -text", "a export-ignore"])
  func attributesHideNothing(_ line: String) throws {
    try staged("echo '\(line)' > .gitattributes; lines 1 > a", "key $new >> a").finds("a:2:3 new")
  }

  @Test func zeroByteHidesNothing() throws {
    try staged("lines 1 > a", "{ printf 'x\\0y\\n'; key $new; } > a").finds("a:2:3 new")
  }

  @Test func textconvAndExternalDriversHideNothing() throws {
    try repository.sh(
      """
      git config diff.hide.textconv true; git config diff.hide.command true
      git config diff.external true; git config diff.hide.binary true
      """
    )
    try staged("echo '* diff=hide' > .gitattributes; lines 1 > a", "key $new >> a")
      .finds("a:2:3 new")
  }

  @Test(
    arguments: [
      "diff.noprefix true", "diff.mnemonicPrefix true", "diff.relative true", "color.ui always",
      "diff.renames true", "diff.orderFile /nowhere", "diff.ignoreSubmodules all",
      "core.quotePath false", "diff.interHunkContext 9", "core.abbrev 4", "diff.noIndex true",
    ]
  )
  func configChangesNothing(_ setting: String) throws {
    try repository.sh("git config \(setting)")
    try staged("lines 1 > a", "key $new >> a").finds("a:2:3 new")
  }

  @Test func onlyTheIndexCounts() throws {
    try repository.sh(
      """
      lines 1 > a; lines 1 > b; commit
      key $new >> a; git add a; lines 1 > a
      key $third >> b
      key $third > untracked
      """
    )
    try repository.diff("--staged").finds("a:2:3 new")
  }

  @Test func contentAsStoredCountsUnderLineEndConversion() throws {
    try repository.sh("git config core.autocrlf true")
    let report = try staged("lines 1 > a", "printf 'line\\r\\nk=%s\\r\\n' $new > b")
      .finds("b:2:3 new")
    #expect(report.findings.map(\.location.byteOffset) == [7])
  }

  @Test func contentAsStoredCountsUnderReencoding() throws {
    try staged(
      "echo '*.txt working-tree-encoding=UTF-16LE eol=lf' > .gitattributes",
      "key $new | iconv -t UTF-16LE > a.txt"
    ).finds("a.txt:1:3 new")
    #expect(try repository.diff("--staged").report().summary.objects == 1)
  }

  @Test func contentAsStoredCountsUnderACleanFilter() throws {
    try repository.sh("git config filter.fill.clean \"sed s/KEY/$new/\"")
    try staged("echo '* filter=fill' > .gitattributes", "echo k=KEY > a").finds("a:1:3 new")
  }

  @Test func submoduleIsCountedAsSkipped() throws {
    try repository.sh(
      """
      commit
      git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),module
      key $new > a; git add a
      """
    )
    let report = try repository.diff("--staged").finds("a:1:3 new")
    #expect(report.summary.skipped == [Report.Skipped(reason: "submodule", count: 1)])
  }

  @Test func submoduleInPlaceOfAFileHoldsTheOldKeyBack() throws {
    try repository.sh(
      """
      key $old > a; commit; git rm -q --cached a; mv a b
      git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),a; git add b
      """
    )
    try repository.diff("--staged").finds()
  }

  @Test func keyInTheNameOfANewFile() throws {
    let report = try staged("lines 1 > a", "lines 1 > x-$new.txt").report()
    #expect(report.findings.map(\.location.inPath) == [true])
    #expect(report.found == ["x-\(Fake.redacted(DiffRepository.keys["new"] ?? "")).txt new"])
  }

  @Test func everyKeyInTheNameOfANewFile() throws {
    let report = try staged("lines 1 > a", "lines 1 > $new.$third").report()
    #expect(report.findings.map(\.key.redacted.count) == [9, 9])
  }

  @Test func renameOfAFileThatIsCalledAfterAKey() throws {
    try staged("mkdir a b; lines 3 > a/$old", "git mv a/$old b/$old").finds()
  }

  @Test func changeOfAFileThatIsCalledAfterAKey() throws {
    try staged("lines 3 > $old", "lines 4 > $old").finds()
  }

  @Test func excludedPathsAreCountedAsSkipped() throws {
    try repository.sh("commit; mkdir v; key $new > v/a; key $new > b; git add -A")
    for glob in ["v", "v/", "v/**", "a"] {
      let report = try repository.diff("--staged", "--exclude", glob).finds("b:1:3 new")
      #expect(report.summary.skipped == [Report.Skipped(reason: "excluded", count: 1)])
    }
    try repository.diff("--staged", "--include", "v/*").finds("v/a:1:3 new")
  }

  @Test func allowMarkSuppresses() throws {
    try repository.sh("commit; printf 'k=%s # zleaks:allow a test\\n' $new > a; git add -A")
    #expect(try repository.diff("--staged").finds().summary.suppressed == 1)
    try repository.diff("--staged", "--no-ignore").finds("a:1:3 new")
  }

  @Test func barHides() throws {
    try repository.sh("commit; key $new > a; echo \"${new}x\" > b; git add -A")
    try repository.diff("--staged").finds("a:1:3 new")
    let all = try repository.diff("--staged", "--min-confidence", "possible").report()
    #expect(all.places == ["a:1:3", "b:1:1"])
    try repository.sh("key $third > c; git add -A")
    let report = try repository.diff("--staged", "--min-severity", "critical").finds("a:1:3 new")
    #expect(report.summary.hidden == 2)
  }

  @Test func oneContentInTwoNewFilesIsReportedInBoth() throws {
    let report = try staged("lines 1 > a", "key $new > b; cp b c").finds("b:1:3 new", "c:1:3 new")
    #expect(report.summary.objects == 1)
  }

  @Test func fromASubdirectoryEverythingCounts() throws {
    try repository.sh("commit; mkdir d; key $new > a; key $third > d/b; git add -A")
    try repository.diff("--staged", in: repository.path + "/d")
      .finds("a:1:3 new", "d/b:1:3 third")
  }

  @Test func namedFilesThatDoNotChangeAreReadFromDisk() throws {
    try repository.sh(
      """
      key $old > a; lines 1 > b; commit
      key $new >> b; git add b; key $third >> b
      """
    )
    try repository.diff("--staged", "a", "b").finds("a:1:3 old", "b:2:3 new")
    try repository.diff("--staged", "b").finds("b:2:3 new")
    try repository.diff("--staged", "nowhere", "b").finds("b:2:3 new")
    try repository.sh("git reset -q; git checkout -q b")
    let outcome = try repository.diff("--staged", "b")
    try outcome.finds()
    outcome.expectError("no keys found in 1 file,")
    #expect(!outcome.errorText.contains("nothing is staged"))
    try repository.diff("--staged", "nowhere").expect(.incomplete)
  }

  @Test func namedFilesAreThoseOfTheWorkingDirectory() throws {
    try repository.sh(
      """
      mkdir d; lines 1 > a; key $old > d/a; lines 1 > d/b; commit
      lines 2 > a; key $new > d/b; git add -A
      """
    )
    let directory = repository.path + "/d"
    try repository.diff("--staged", "a", in: directory).finds("a:1:3 old", "d/b:1:3 new")
    try repository.diff("--staged", "b", in: directory).finds("d/b:1:3 new")
    try repository.diff("--staged", "../a", "./b", in: directory).finds("d/b:1:3 new")
  }

  @Test func largeContentsAreReadToTheEnd() throws {
    try staged("lines 1 > a", "{ lines 200000; key $new; } > a").finds("a:200001:3 new")
  }

  @Test func manyFilesAreReadInOneGo() throws {
    let report = try staged(
      "commit",
      "for i in $(seq 600); do echo $i > f$i; done; key $new >> f599"
    ).finds("f599:2:3 new")
    #expect(report.summary.objects == 600)
  }
}
