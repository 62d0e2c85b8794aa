import Testing

@testable import zleaks

@Suite struct DiffArgumentsTests {
  private func diff(
    _ line: String,
    environment: [String: String] = [:]
  ) throws -> DiffArguments {
    let arguments = try #require(try CommandLineFixtures.arguments("diff " + line))
    return try DiffArguments(arguments) { environment[$0] }
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func readsEverySource() throws {
    #expect(try diff("").source == .range(nil))
    #expect(try diff("main..HEAD").source == .range(bytes("main..HEAD")))
    #expect(try diff("-").source == .patch)
    #expect(try diff("--staged").source == .staged(files: []))
    #expect(try diff("--staged a b").source == .staged(files: [bytes("a"), bytes("b")]))
    #expect(try diff("--pre-push").source == .prePush(remote: nil))
    #expect(try diff("--pre-push origin url").source == .prePush(remote: bytes("origin")))
    #expect(try diff("--pre-receive").source == .preReceive)
  }

  @Test func onlyWhatIsStagedCanBeUnstaged() throws {
    #expect(try diff("--staged").source.isStaged)
    #expect(try !diff("").source.isStaged)
    #expect(try !diff("--pre-push").source.isStaged)
    #expect(try !diff("--pre-receive").source.isStaged)
    #expect(try !diff("-").source.isStaged)
  }

  @Test func readsWholeFilesWhenAsked() throws {
    #expect(try !diff("").readsWholeFiles)
    #expect(try diff("--staged --whole-files").readsWholeFiles)
  }

  @Test func takesTheRangeOfTheFramework() throws {
    let both = ["PRE_COMMIT_FROM_REF": "a", "PRE_COMMIT_TO_REF": "b"]
    #expect(try diff("--staged", environment: both).source == .range(bytes("a..b")))
    #expect(try diff("--staged f", environment: both).source == .range(bytes("a..b")))
    #expect(try diff("x", environment: both).source == .range(bytes("x")))
    #expect(try diff("--pre-receive", environment: both).source == .preReceive)
  }

  @Test(
    arguments: [
      ["PRE_COMMIT_FROM_REF": "a"], ["PRE_COMMIT_TO_REF": "b"],
      ["PRE_COMMIT_FROM_REF": "", "PRE_COMMIT_TO_REF": ""],
      ["PRE_COMMIT_FROM_REF": "", "PRE_COMMIT_TO_REF": "b"],
      ["PRE_COMMIT_FROM_REF": "a", "PRE_COMMIT_TO_REF": ""],
    ]
  )
  func takesNoHalfOfARange(_ environment: [String: String]) throws {
    #expect(try diff("--staged", environment: environment).source == .staged(files: []))
  }

  @Test(
    arguments: [
      ("--staged --pre-push", "--staged", "--pre-push"),
      ("--pre-receive --staged", "--staged", "--pre-receive"),
      ("--pre-receive --pre-push", "--pre-push", "--pre-receive"),
    ]
  )
  func takesOneSource(_ line: String, _ first: String, _ second: String) throws {
    let arguments = try #require(try CommandLineFixtures.arguments("diff " + line))
    #expect(throws: UsageError.self) { try DiffArguments(arguments) { _ in nil } }
    do throws(UsageError) {
      _ = try DiffArguments(arguments) { _ in nil }
    } catch {
      #expect("\(error)".contains("'\(first)'") && "\(error)".contains("'\(second)'"))
    }
  }

  @Test func takesOneRange() throws {
    let arguments = try #require(try CommandLineFixtures.arguments("diff a b"))
    #expect(throws: UsageError.self) { try DiffArguments(arguments) { _ in nil } }
  }
}
