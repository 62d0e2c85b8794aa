import TestSupport
import Testing

/// `zleaks diff --staged`: all kinds of indexes, and the hook that sees them.
@Suite struct DiffIndexTests {
  private let repository: DiffRepository

  init() throws {
    repository = try DiffRepository()
  }

  @Test func nothingIsStaged() throws {
    try repository.sh("key $old > a; commit")
    let outcome = try repository.diff("--staged")
    try outcome.finds()
    outcome.expectError("zleaks: nothing is staged\n")
    outcome.expectError("no keys found in 0 files, 0 B read")
  }

  @Test func nothingIsStagedBeforeTheFirstCommit() throws {
    let outcome = try repository.diff("--staged")
    try outcome.finds()
    outcome.expectError("zleaks: nothing is staged\n")
  }

  @Test func firstCommit() throws {
    try repository.sh("key $new > a; git add a")
    try repository.diff("--staged").finds("a:1:3 new")
  }

  @Test func intendedToBeAddedIsNotStaged() throws {
    try repository.sh("commit; key $new > a; git add -N a")
    let outcome = try repository.diff("--staged")
    try outcome.finds()
    outcome.expectError("nothing is staged")
    try repository.sh("git add a")
    try repository.diff("--staged").finds("a:1:3 new")
  }

  @Test func versionFour() throws {
    try repository.sh(
      "lines 1 > d-a; commit; git update-index --index-version 4; key $new > d-b; git add -A"
    )
    try repository.diff("--staged").finds("d-b:1:3 new")
  }

  @Test func splitIndex() throws {
    try repository.sh(
      """
      lines 1 > a; git update-index --split-index; commit
      key $new > b; git add b; ls .git/sharedindex.*
      """
    )
    try repository.diff("--staged").finds("b:1:3 new")
  }

  @Test(arguments: ["--no-sparse-index", "--sparse-index"])
  func sparseCheckout(_ option: String) throws {
    try repository.sh(
      """
      mkdir in out; lines 1 > in/a; key $old > out/a; commit
      git sparse-checkout set --cone \(option) in
      test ! -e out; key $new >> in/a; git add in/a
      blob=$(key $third | git hash-object -w --stdin)
      git update-index --add --cacheinfo 100644,$blob,out/b
      """
    )
    try repository.diff("--staged").finds("in/a:2:3 new", "out/b:1:3 third")
  }

  @Test func assumedUnchangedAndSkippedEntriesCount() throws {
    try repository.sh(
      """
      lines 1 > a; lines 1 > b; commit; key $new >> a; key $third >> b; git add -A
      git update-index --assume-unchanged a; git update-index --skip-worktree b
      """
    )
    try repository.diff("--staged").finds("a:2:3 new", "b:2:3 third")
  }

  @Test func linkedWorkTree() throws {
    try repository.sh(
      """
      lines 1 > a; commit; key $third > main-only; git add -A
      git worktree add -q ../linked; cd ../linked; key $new >> a; git add a
      """
    )
    try repository.diff("--staged", in: repository.scratch.path("linked")).finds("a:2:3 new")
    try repository.diff("--staged").finds("main-only:1:3 third")
  }

  @Test func gitDirectoryNamedByTheEnvironment() throws {
    try repository.sh("commit; key $new > a; git add a; mv .git ../moved.git")
    let environment = [
      "GIT_DIR": repository.scratch.path("moved.git"), "GIT_WORK_TREE": repository.path,
    ]
    try repository.diff("--staged", in: repository.scratch.path, environment: environment)
      .finds("a:1:3 new")
  }

  @Test func indexNamedByTheEnvironment() throws {
    try repository.sh(
      "commit; key $old > a; git add a; key $new > b; GIT_INDEX_FILE=.git/other git add b"
    )
    try repository.diff("--staged", environment: ["GIT_INDEX_FILE": ".git/other"])
      .finds("b:1:3 new")
    try repository.diff("--staged").finds("a:1:3 old")
  }

  @Test func sha256() throws {
    let repository = try DiffRepository("--object-format=sha256")
    try repository.sh("key $old > a; git add -A")
    try repository.diff("--staged").finds("a:1:3 old")
    try repository.sh("commit; git mv a b; key $new >> b; git add b")
    let report = try repository.diff("--staged").finds("b:2:3 new")
    #expect(report.findings.map { $0.git?.blob.count } == [64])
    try repository.sh("commit 'two'")
    try repository.diff("HEAD~").finds("b:2:3 new")
  }
}

/// The pre-commit hook, run by `git commit`.
@Suite struct DiffCommitHookTests {
  private let repository: DiffRepository

  init() throws {
    repository = try DiffRepository()
    let command = repository.hookCommand("--staged")
    try repository.sh("lines 1 > a; lines 1 > b; commit; hook pre-commit \"\(quoted(command))\"")
  }

  private func quoted(_ text: String) -> String {
    text.replacing("\"", with: "\\\"").replacing("$", with: "\\$")
  }

  /// Commits with a key in the way.
  private func refuses(_ script: String, _ found: String...) throws {
    let head = try repository.id("HEAD")
    let outcome = try repository.attempt(script)
    #expect(outcome.status == 1, "\(outcome.errorText)")
    #expect(try repository.hookReport().found == found)
    #expect(try repository.id("HEAD") == head)
  }

  @Test func commit() throws {
    try refuses("key $new >> a; git add a; git commit -q -m x", "a:2:3 new")
  }

  @Test func commitOfEverything() throws {
    try refuses("key $new >> a; key $third >> b; git commit -q -am x", "a:2:3 new", "b:2:3 third")
  }

  @Test func partialCommit() throws {
    try refuses("key $new >> a; key $third >> b; git add b; git commit -q -m x a", "a:2:3 new")
    try repository.sh("echo y >> a; git checkout -q a; echo y >> a; git commit -q -m x a")
    #expect(try repository.hookReport().found == [])
  }

  @Test func commitWithIncludedPaths() throws {
    try refuses(
      "key $new >> a; key $third >> b; git add b; git commit -q -m x -i a",
      "a:2:3 new",
      "b:2:3 third"
    )
  }

  @Test func amendedCommitIsNotAskedAgain() throws {
    try repository.sh("key $old > c; git add c; git commit -q --no-verify -m x")
    try repository.sh("lines 2 > a; git add a; git commit -q --amend -m y")
    #expect(try repository.hookReport().found == [])
  }

  @Test func commitInASubdirectory() throws {
    try refuses(
      "mkdir d; key $new > d/c; cd d; git add .; git commit -q -m x",
      "d/c:1:3 new"
    )
  }

  @Test func commitInALinkedWorkTree() throws {
    try refuses(
      "git worktree add -q ../linked; cd ../linked; key $new >> a; git commit -q -am x",
      "a:2:3 new"
    )
  }

  @Test func commitUnderAGitDirectoryNamedByTheEnvironment() throws {
    try refuses(
      "key $new >> a; export GIT_DIR=\"$PWD/.git\"; git commit -q -am x",
      "a:2:3 new"
    )
  }

  @Test func cleanCommitPasses() throws {
    try repository.sh("lines 9 > a; git commit -q -am x")
    #expect(try repository.hookReport().summary.objects == 1)
  }

  @Test func advisesWhatToTypeNext() throws {
    let outcome = try repository.attempt(
      "mkdir d; key $new > 'd/c d'; git add -A; git commit -q -m x"
    )
    outcome.expectError("  git reset -q -- ':/d/c d'\n")
    outcome.expectError("zleaks:allow")
    #expect(!outcome.errorText.contains(DiffRepository.keys["new"] ?? ""))
  }

  /// Types what the program advises to type.
  private func follow(_ repository: DiffRepository, in directory: String) throws {
    let lines = try repository.diff("--staged", in: directory).expect(.findings).errorText
      .split(separator: "\n").filter { $0.hasPrefix("  git ") }
    #expect(!lines.isEmpty)
    try repository.sh(lines.joined(separator: "\n"), in: directory)
    try repository.diff("--staged").finds()
  }

  @Test func adviceCanBeTyped() throws {
    try repository.sh(
      "mkdir d; for f in d/c \"d/it's\" '*' ':x' 'd/[a]'; do key $new > \"$f\"; done; lines 7 > ok"
    )
    try repository.sh("git add -A; git reset -q -- d/c; git add d")
    try follow(repository, in: repository.path + "/d")
    #expect(try repository.sh("git diff --cached --name-only") == "ok")
  }

  @Test func adviceCanBeTypedBeforeTheFirstCommit() throws {
    let repository = try DiffRepository()
    try repository.sh("key $new > a; lines 1 > b; git add -A")
    try follow(repository, in: repository.path)
    #expect(try repository.sh("git ls-files") == "b")
  }

  @Test func adviceForNamesThatCannotBeTyped() throws {
    for name in ["$(printf 'a\\nb')", "$(printf 'a\\377')", "$third"] {
      try repository.sh("key $new > \"\(name)\"; git add -A")
      try follow(repository, in: repository.path)
      try repository.sh("git clean -fdq")
    }
  }
}
