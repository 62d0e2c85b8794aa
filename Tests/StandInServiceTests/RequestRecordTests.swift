import Testing

@testable import StandInService

@Suite struct RequestRecordTests {
  @Test func keysAreCutShort() throws {
    let key = try #require(try KeyMaker(seed: "record").keys(count: 2).last).secretText
    #expect(LoggedText.hidingKeys("/a/\(key)/b?\(key)") == "/a/zqt_…/b?zqt_…")
    #expect(LoggedText.hidingKeys("x\(key)") == "xzqt_…")
    #expect(LoggedText.hidingKeys(key.replacing("_", with: "%5f")) == "zqt_…")
    #expect(LoggedText.hidingKeys("%2525") == "(escaped more than once)")
    #expect(LoggedText.hidingKeys("%zz") == "(broken escape)")
    #expect(LoggedText.hidingKeys("/v2/api_keys/aky_1?limit=1") == "/v2/api_keys/aky_1?limit=1")
    #expect(LoggedText.hidingKeys("zqt_short") == "zqt_short")
  }
}
