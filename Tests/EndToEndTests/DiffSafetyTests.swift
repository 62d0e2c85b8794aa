import Foundation
import TestSupport
import Testing

/// Repositories that lack objects, lie about them, or are hostile.
@Suite struct DiffSafetyTests {
  private let repository: DiffRepository

  init() throws {
    repository = try DiffRepository()
    try repository.sh("lines 1 > a; commit; git tag base")
  }

  // MARK: - Objects that lie or lack

  @Test func replacementsAreNotLookedAt() throws {
    try repository.sh(
      """
      key $new > b; git add b
      git replace $(git rev-parse :b) $(echo clean | git hash-object -w --stdin)
      """
    )
    try repository.diff("--staged").finds("b:1:3 new")
    try repository.sh("commit; key $third > c; commit; git replace HEAD base")
    try repository.diff("base").finds("b:1:3 new", "c:1:3 third")
    try repository.sh("git replace -d HEAD; git replace --graft HEAD")
    try repository.diff("base").finds("b:1:3 new", "c:1:3 third")
  }

  @Test func graftsAreNotLookedAt() throws {
    try repository.sh(
      """
      key $new > b; commit; lines 2 > c; commit
      mkdir -p .git/info; git rev-parse HEAD > .git/info/grafts
      """
    )
    try repository.diff("base").finds("b:1:3 new")
  }

  /// Clones with a filter; its blobs are left out where they are not asked for.
  private func cloned(_ filter: String) throws -> String {
    try repository.sh(
      """
      lines 2 > a; key $new > b; commit; git tag end
      git config uploadpack.allowFilter true; git config uploadpack.allowAnySHA1InWant true
      git clone -q --no-checkout --filter=\(filter) "file://$PWD" ../clone
      """
    )
    return repository.scratch.path("clone")
  }

  private func missing(_ clone: String) throws -> String {
    try repository.sh(
      "git rev-list --objects --all --missing=print | grep '^?' | sort",
      in: clone
    )
  }

  @Test func partialCloneIsIncompleteAndFetchesNothing() throws {
    let clone = try cloned("blob:none")
    let before = try missing(clone)
    let outcome = try repository.diff("base..end", in: clone).expect(.incomplete)
    let report = try outcome.report()
    #expect(report.found == [])
    let (a, b) = try (repository.id("end:a"), repository.id("end:b"))
    #expect(
      report.summary.errors
        == [("a", a), ("b", b)].map { path, id in
          Report.Problem(
            path: path,
            operation: "read",
            message: "object \(id) is missing; a partial clone leaves objects out"
          )
        }
    )
    #expect(try missing(clone) == before)
  }

  @Test func whatAPartialCloneHasIsFound() throws {
    let clone = try cloned("blob:none")
    // This one blob is fetched, by git.
    try repository.sh("git cat-file -e end:b", in: clone)
    let report = try repository.diff("base..end", in: clone).finds("b:1:3 new")
    #expect(report.summary.errors.map(\.path) == ["a"])
  }

  @Test func oldSideThatIsMissingHoldsNothingBack() throws {
    try repository.sh("key $old >> a; commit; git tag base -f")
    let clone = try cloned("blob:none")
    try repository.sh("git cat-file -e end:a; git cat-file -e end:b", in: clone)
    try repository.sh("git update-ref refs/tags/base end", in: clone)
    let report = try repository.diff("base..end", in: clone).report()
    #expect(report.found == [])
  }

  @Test func cloneWithoutTreesIsIncomplete() throws {
    let clone = try cloned("tree:0")
    let before = try missing(clone)
    try repository.diff("base..end", in: clone).expect(.incomplete)
    #expect(try missing(clone) == before)
  }

  @Test func damagedObjectIsNamed() throws {
    try repository.sh(
      """
      key $new > b; key $third > c; git add -A
      id=$(git rev-parse :b); file=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)
      chmod +w $file; echo damaged > $file
      """
    )
    let report = try repository.diff("--staged").finds("c:1:3 third")
    #expect(report.summary.errors.map(\.path) == ["b"])
    #expect(!report.summary.complete)
  }

  @Test func damagedOldObjectHoldsNothingBack() throws {
    try repository.sh(
      """
      lines 300000 > b; key $old >> b; key $third > c; commit
      id=$(git rev-parse :b); file=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)
      key $old > b; key $new >> c; git add -A
      chmod +w $file; size=$(wc -c < $file); truncate -s $((size - 90)) $file
      """
    )
    try repository.diff("--staged").finds("b:1:3 old", "c:2:3 new")
  }

  @Test func shallowClonesOldestCommitIsAllNew() throws {
    try repository.sh(
      """
      key $old > b; commit; lines 2 > a; commit; key $new > c; commit; git tag end
      git clone -q --depth 2 "file://$PWD" ../clone
      """
    )
    let clone = repository.scratch.path("clone")
    try repository.diff("HEAD~..HEAD", in: clone).finds("c:1:3 new")
    // The merge base is not there: it cannot be told what is old.
    try repository.diff("base..HEAD", in: clone).expect(.usage).expectError("fetch it")
    let line =
      "HEAD \(try repository.id("end")) refs/heads/x \(String(repeating: "0", count: 40))\n"
    try repository.diff("--pre-push", in: clone, input: line).finds("b:1:3 old", "c:1:3 new")
  }

  // MARK: - Hostile repositories

  @Test func foreignOwnerIsSaidInPlainWords() throws {
    // The variable is one of git's tests, and does not pass through the program.
    // Another process makes the program: a test that starts one at this moment would inherit a file
    // open for writing, and nothing can run while it is.
    try repository.scratch.write(
      "bin/script",
      "#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 PATH=\"$REALPATH\" exec git \"$@\"\n"
    )
    try repository.sh("cp bin/script bin/git && chmod +x bin/git", in: repository.scratch.path)
    let real = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let environment = [
      "PATH": "\(repository.scratch.path("bin")):\(real)", "REALPATH": real,
    ]
    for arguments in ["--staged", "base..HEAD"] {
      let outcome = try repository.diff(arguments, environment: environment).expect(.incomplete)
      outcome.expectError(
        "zleaks: error: git refuses to read '\(repository.path)': it belongs to another user; if you "
          + "trust it, run git config --global --add safe.directory '\(repository.path)'\n"
      )
      #expect(outcome.text == "")
    }
  }

  @Test func nothingThatTheRepositoryNamesIsRun() throws {
    let marks = repository.scratch.path("marks")
    try repository.scratch.makeDirectory("marks")
    let programs = [
      "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "diff.external",
      "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge",
      "filter.evil.process", "gpg.program", "core.gitProxy", "core.alternateRefsCommand",
    ]
    let aliases = ["diff-index", "diff-tree", "rev-list", "cat-file", "rev-parse", "for-each-ref"]
    let settings =
      programs.map { "git config \($0) \"touch '\(marks)/\($0)'; false\"" }
      + aliases.map { "git config alias.\($0) \"!touch '\(marks)/alias.\($0)'\"" }
    let included = repository.scratch.path("included")
    try repository.scratch.write(
      "included",
      "[core]\n\tfsmonitor = \"touch '\(marks)/included'; false\"\n"
    )
    try repository.sh(
      """
      echo '* diff=evil filter=evil' > .gitattributes
      key $old > b; commit; git update-ref refs/remotes/origin/main base
      mkdir hooks; for name in post-index-change reference-transaction fsmonitor-watchman; do
        printf '#!/bin/sh\\ntouch %s/hook\\n' '\(marks)' > hooks/$name; chmod +x hooks/$name; done
      key $new > c; git add c; key $third > c; touch a
      git config core.hooksPath "$PWD/hooks"
      git config log.showSignature true
      git config remote.origin.url "ext::sh -c touch% '\(marks)/ext'"
      git config protocol.ext.allow always
      git config remote.origin.promisor true
      git config extensions.partialClone origin; git config core.repositoryFormatVersion 1
      \(settings.joined(separator: "\n"))
      git config include.path '\(included)'
      rm -f '\(marks)'/*
      """
    )
    func check(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
      let left = try FileManager.default.contentsOfDirectory(atPath: marks)
      #expect(left == [], sourceLocation: sourceLocation)
    }
    try repository.diff("--staged").finds("c:1:3 new")
    try check()
    try repository.diff("base..HEAD").finds("b:1:3 old")
    try check()
    let head = try repository.id("HEAD^{commit}")
    let zero = String(repeating: "0", count: 40)
    try check()
    try repository.diff("--pre-push", "origin", input: "x \(head) refs/heads/x \(zero)\n")
      .finds("b:1:3 old")
    let unknown = String(repeating: "1", count: 40)
    try repository.diff("--pre-push", input: "x \(head) refs/heads/x \(unknown)\n")
      .finds("b:1:3 old")
    try repository.diff("--pre-receive", input: "\(zero) \(head) refs/heads/x\n").finds()
    try check()
    // The traps work: git itself steps into one.
    _ = try repository.attempt("git diff-index --cached HEAD; git status")
    #expect(try !FileManager.default.contentsOfDirectory(atPath: marks).isEmpty)
  }
}
