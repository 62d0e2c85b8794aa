import TestSupport
import Testing

@Suite struct NetworkTests {
  @Test(.enabled(if: canTrace)) func scanOpensNoSocket() throws {
    let scratch = try Scratch()
    try scratch.write("tree/a.env", "KEY=\(Fake.query) \(Fake.identifier)\n")
    let outcome = try scratch.shell(
      """
      strace -f -qq -e signal=none -e trace=%network -o trace \
      $zleaks scan --format jsonl tree - none < tree/a.env
      """
    )
    outcome.expect(.findings)
    #expect(
      try outcome.report().places == ["-:1:5", "-:1:48", "tree/a.env:1:5", "tree/a.env:1:48"]
    )
    #expect(String(decoding: try scratch.read("trace"), as: UTF8.self) == "")
  }
}

/// Whether system calls can be watched here; some containers forbid it.
private let canTrace: Bool = {
  guard Zleaks.program("strace") != nil else { return false }
  let outcome = try? Command.run(["strace", "-f", "-qq", "-e", "trace=%network", "true"])
  return outcome?.status == 0
}()
