import Testing

@testable import Reporting

@Suite struct ReportContextTests {
  @Test(
    arguments: [
      ("https://example.com/a", true), ("http://localhost:8080/a.git", true),
      ("https://user:password@example.com/a", false), ("ssh://example.com/a", false),
      ("javascript:alert(1)", false), ("https://example.com/a b", false), ("", false),
      ("https://example.com/\u{1B}", false), ("https://exämple.com", false),
    ]
  )
  func aRepositoryIsAnAddressWithoutACredential(_ address: String, _ isTaken: Bool) {
    let made = SourceControl(repositoryURI: address, revision: nil, branch: nil)
    #expect((made != nil) == isTaken)
    #expect((made?.repositoryURI ?? address) == address)
  }
}
