import Foundation
import TestSupport
import Testing

/// A key planted wherever a run meets text, and looked for in all that the run leaves.
@Suite struct CanaryTests {
  private static let formats = [
    "text", "jsonl", "json", "sarif", "gitlab", "junit", "csv", "markdown", "html", "github",
  ]

  private static let key = Fake.key("zqt", "canary")

  /// What must not come out: the key, its middle, and both in base64.
  private static let traces: [[UInt8]] = {
    let middle = key.dropFirst(11).prefix(20)
    let encoded = [key, String(middle)].map { Data($0.utf8).base64EncodedString().dropLast(4) }
    return [Array(key.utf8), Array(middle.utf8)] + encoded.map { Array($0.utf8) }
  }()

  private let repository: DiffRepository

  /// A repository with the key in contents, names, a link, an author, a message, a branch and a tag;
  /// reports, rules and baselines with it where none should be.
  init() throws {
    repository = try DiffRepository()
    try repository.sh(
      """
      k='\(Self.key)'
      commit start; git tag start
      mkdir "dir-$k"; key "$k" > a.env; key "$k" > "$k"; key "$k" > "dir-$k/x$k.env"
      key "$k" | base64 > b64; ln -s "$k" link
      git config user.name "$k"; export GIT_AUTHOR_NAME="A $k" GIT_COMMITTER_NAME="$k"
      git add -A; git commit -q -m "message $k"; git branch "b-$k"; git tag -a -m "$k" "t-$k"
      key "$k" > staged-$k; git add -A
      mkdir ../out; cd ..
      "$zleaks" history repository --format jsonl=plain.jsonl -q || test $? = 1
      status='"status":{"state":"active","detail":"K","checkedAt":"2026-01-01T00:00:00Z"'
      status="$status"',"method":"account","keyID":"K","keyName":"K","role":"K","requestID":"K"}'
      sed -e "s/\\"status\\":{[^}]*}/$status/; s/\\"encodings\\":\\[\\]/\\"encodings\\":[\\"K\\"]/" \\
        -e 's/"suppressed":null/"suppressed":{"kind":"baseline","reason":"K"}/' \\
        -e 's/"version":"[^"]*"/"version":"K"/' -e 's/"author":"[^"]*"/"author":"K"/' \\
        -e 's/"errors":\\[\\]/"errors":[{"path":"K","operation":"open","message":"K"}]/' \\
        -e "s/\\"K\\"/\\"$k\\"/g" plain.jsonl > planted.jsonl
      printf '[{"RuleID":"x","Secret":"%s","Match":"%s","File":"%s","StartLine":1}]' \\
        "$k" "$k" "$k" > gitleaks.json
      printf '{"type":"finding","rule":"%s"}\\n' "$k" > bad.jsonl
      printf '%s' "$k" > word.jsonl
      printf '{rules: [%s]}' "$k" > bad.json5; printf '{"%s": 1}' "$k" > name.json5
      echo "$k" > bad.txt; echo "path:x[$k" > glob.txt; echo "path:no-$k" > unused.txt
      mkfifo "fifo-$k"
      """
    )
  }

  private func run(_ arguments: [String], input: String = "") throws -> Command.Outcome {
    let outcome = try Command.run(
      [Zleaks.binary] + arguments,
      in: arguments.first == "diff" ? repository.path : repository.scratch.path,
      environment: repository.variables.merging(
        ["GITHUB_STEP_SUMMARY": repository.scratch.path("out/summary")]
      ) { $1 },
      input: Array(input.utf8)
    )
    expectNoTrace(outcome.output, "standard output of \(arguments)")
    expectNoTrace(outcome.errors, "standard error of \(arguments)")
    let folder = repository.scratch.path("out")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      expectNoTrace(try repository.scratch.read("out/\(name)"), "\(name) of \(arguments)")
      expectNoTrace(Array(name.utf8), "a name in \(arguments)")
    }
    return outcome
  }

  private func expectNoTrace(_ bytes: [UInt8], _ what: String) {
    let data = Data(bytes)
    let found = Self.traces.indices.filter { data.range(of: Data(Self.traces[$0])) != nil }
    #expect(found == [], "\(what.replacing(Self.key, with: "KEY"))")
  }

  @Test(
    arguments: [
      ["scan", "repository", "--progress", "always"], ["scan", ".", "--no-ignore"],
      ["diff", "start..HEAD"], ["diff", "--staged"],
      ["history", "repository", "--progress", "always"], ["report", "planted.jsonl"],
      ["report", "gitleaks.json", "--since", "plain.jsonl"],
    ]
  )
  func noFormatOfACommandShowsTheKey(_ command: [String]) throws {
    for format in Self.formats {
      let loud = try run(command + ["--format", format, "--verbose", "--color", "always"])
      loud.expect(.findings)
      let file = "--format=\(format)=\(repository.scratch.path("out/\(format)"))"
      try run(command + ["--quiet", "--format", format == "text" ? "csv" : "text", file])
        .expect(.findings)
      #expect(try !repository.scratch.read("out/\(format)").isEmpty)
    }
  }

  @Test(arguments: ["text", "jsonl", "json"])
  func noGroupShowsTheKey(_ format: String) throws {
    let options = ["--group-by", "key", "--format", format, "--verbose"]
    try run(["report", "planted.jsonl", "gitleaks.json"] + options).expect(.findings)
  }

  @Test func noErrorShowsTheKey() throws {
    let key = Self.key
    let commands = [
      ["scan", "none/\(key)"], ["scan", "fifo-\(key)"], ["scan", key], ["scan", "--rules", key],
      ["scan", "--rules", "bad.json5"], ["scan", "--rules", "name.json5"],
      ["scan", "--baseline", key], ["scan", "--baseline", "bad.txt"],
      ["scan", "--baseline", "glob.txt"], ["scan", "--output", "none/\(key)"],
      ["scan", "--format", "json=none/\(key)"], ["scan", "--format", key], ["scan", "--opt\(key)"],
      ["scan", "--opt=\(key)"], ["scan", "--quiet=\(key)"], ["scan", "--fail-on", key],
      ["scan", "--threads", key], ["scan", "--exclude", "[\(key)"],
      ["scan", "--include", "!\(key)"],
      [key], ["--\(key)"], ["help", key], ["rules", key], ["rules", "show", key], ["hook", key],
      ["diff", key], ["diff", "\(key)..HEAD"], ["diff", "--staged", "none/\(key)"],
      ["history", key], ["history", "none/\(key)"], ["report", key], ["report", "bad.jsonl"],
      ["report", "word.jsonl"], ["report", "-", "--since", key],
      ["report", "planted.jsonl", "--since", key],
      ["report", "planted.jsonl", "--update-baseline", "none/\(key)"],
      ["report", "planted.jsonl", "--update-baseline", "bad.txt"],
      ["report", "planted.jsonl", "--reason", key],
    ]
    for command in commands {
      let outcome = try run(command, input: "\"\(key)\"")
      #expect(outcome.status != 0, "\(command)")
      #expect(!outcome.errors.isEmpty, "\(command)")
    }
  }

  @Test func noOtherOutputShowsTheKey() throws {
    let baseline = repository.scratch.path("out/known.txt")
    let update = ["report", "plain.jsonl", "--update-baseline", baseline, "--reason", Self.key]
    try run(update).expect(.clean)
    try run(["scan", "repository", "--baseline", "unused.txt", "--verbose"]).expect(.findings)
      .expectError("matched nothing")
    try run(["scan", "-", "--verbose"], input: "k=\(Self.key)").expect(.findings)
    try run(["diff", "-"], input: "no patch \(Self.key)").expect(.findings)
  }
}
