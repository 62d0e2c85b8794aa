import TestSupport
import Testing

@Suite struct ContainerTests {
  /// Writes `dump.sql.gz` and `bundle.zip`, each with a key in it, with Python's own modules.
  private func makeContainers(_ scratch: Scratch, in directory: String) throws {
    let script = """
      import gzip, io, tarfile, zipfile
      text = b'first\\nkey = "\(Fake.query)"\\n'
      open('\(directory)/dump.sql.gz', 'wb').write(gzip.compress(text))
      inner = io.BytesIO()
      with tarfile.open(fileobj=inner, mode='w:gz') as t:
          info = tarfile.TarInfo('conf/.env'); info.size = len(text)
          t.addfile(info, io.BytesIO(text))
      with zipfile.ZipFile('\(directory)/bundle.zip', 'w', 8) as z:
          z.writestr('in/layer.tgz', inner.getvalue())
      """
    let outcome = try Command.run(["python3", "-c", script], in: scratch.path)
    try #require(outcome.status == 0, "\(outcome.errorText)")
  }

  private static let lines = [
    "bundle.zip!in/layer.tgz!conf/.env:2:8:", "dump.sql.gz!content:2:8:",
  ]

  private func places(_ outcome: Command.Outcome) -> [String] {
    outcome.text.split(separator: "\n").filter { $0.contains("exact") }
      .map { String($0.prefix { $0 != " " }) }
  }

  @Test func scanFindsKeysInContainers() throws {
    let scratch = try Scratch()
    try makeContainers(scratch, in: ".")
    #expect(places(try scratch.zleaks("scan").expect(.findings)) == Self.lines)
    try scratch.zleaks("scan", "--no-archives").expect(.clean)
    try scratch.zleaks("scan", "--archive-depth", "0").expect(.clean)
    let shallow = try scratch.zleaks("scan", "--archive-depth", "1").expect(.findings)
    #expect(places(shallow) == ["dump.sql.gz!content:2:8:"])
    shallow.expectError("cannot read 'bundle.zip!in/layer.tgz': containers are nested")
  }

  @Test func standardInputMayBeAContainer() throws {
    let scratch = try Scratch()
    try makeContainers(scratch, in: ".")
    let bytes = try scratch.read("bundle.zip")
    let outcome = try scratch.zleaks("scan", "-", input: bytes).expect(.findings)
    #expect(places(outcome) == ["-!in/layer.tgz!conf/.env:2:8:"])
  }

  @Test func diffFindsKeysInStagedContainers() throws {
    let repository = try HistoryRepository()
    try makeContainers(repository.scratch, in: repository.path)
    try repository.git("add", "-A")
    let outcome = try Command.run([Zleaks.binary, "diff", "--staged"], in: repository.path)
    #expect(places(outcome.expect(.findings)) == Self.lines)
    try repository.git("commit", "-q", "-m", "m")
    try repository.commit("other", "text")
    let range = try Command.run([Zleaks.binary, "diff", "HEAD~1..HEAD"], in: repository.path)
    range.expect(.clean)
  }

  @Test func historyFindsKeysInContainersThatAreGone() throws {
    let repository = try HistoryRepository()
    try makeContainers(repository.scratch, in: repository.path)
    try repository.commit("other", "text")
    try repository.git("rm", "-q", "bundle.zip", "dump.sql.gz")
    try repository.git("commit", "-q", "-m", "gone")
    let outcome = try Command.run([Zleaks.binary, "history", "."], in: repository.path)
    #expect(places(outcome.expect(.findings)) == Self.lines)
    let closed = try Command.run(
      [Zleaks.binary, "history", "--no-archives", "."],
      in: repository.path
    )
    closed.expect(.clean)
  }

  @Test func aBombIsStoppedAndNamed() throws {
    let scratch = try Scratch()
    let script = """
      import gzip
      member = gzip.compress(bytes(100 << 20))
      open('bomb.gz', 'wb').write(member * 100)
      """
    #expect(try Command.run(["python3", "-c", script], in: scratch.path).status == 0)
    try scratch.zleaks("scan", "bomb.gz").expect(.incomplete)
      .expectError("cannot read 'bomb.gz': the archive holds more than 200 times its size")
  }
}
