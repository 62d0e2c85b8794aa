import Matching
import Rules
import ScanModel
import Testing

@testable import Scanning

@Suite struct PathKeysTests {
  private let keys: PathKeys

  init() throws {
    keys = PathKeys(ScanPlan(matcher: Matcher(try RuleSet.builtin()), minimumSeverity: .critical))
  }

  /// What is shown of the path that a template of `FakeKeys` becomes.
  private func shown(_ template: String) throws -> String {
    keys.hidden(in: ContentPath(try FakeKeys.expand(template))).text
  }

  @Test func hidesEachKeyWhateverIsReported() throws {
    let query = String(decoding: try FakeKeys.expand("{key:zqt:path}"), as: UTF8.self).suffix(4)
    let index = String(decoding: try FakeKeys.expand("{key:zwt:path}"), as: UTF8.self).suffix(4)
    #expect(
      try shown("/a/{key:zqt:path}/old{key:zwt:path}.env")
        == "/a/zqt_…\(query)/oldzwt_…\(index).env"
    )
  }

  @Test func hidesWhatMayBeAKey() throws {
    let body = String(decoding: try FakeKeys.expand("{body:path:43}"), as: UTF8.self)
    #expect(try shown("a/zwt_{body:path:43}") == "a/zwt_…\(body.suffix(4))")
  }

  @Test(arguments: [
    "", "/", "src/app.ts", "docs/zut_your_api_key_here.md", "v2/{id:path}", "a{byte:ff}/zqt_x",
  ])
  func leavesTheRest(_ template: String) throws {
    let path = ContentPath(try FakeKeys.expand(template))
    #expect(keys.hidden(in: path) == path)
  }
}
