import ScanModel
import Testing

@testable import StandInService

@Suite struct KeyMakerTests {
  @Test func oneSeedMakesTheSameKeys() throws {
    let first = try KeyMaker(seed: "a").keys(count: 30)
    #expect(try KeyMaker(seed: "a").keys(count: 30).map(\.fingerprint) == first.map(\.fingerprint))
    let other = try KeyMaker(seed: "b").keys(count: 30)
    #expect(Set((first + other).map(\.fingerprint)).count == 60)
    #expect(Set((first + other).map(\.id)).count == 60)
  }

  @Test func keysAreOfTheirKind() throws {
    let keys = try KeyMaker(seed: "a").keys(count: 11)
    for key in keys {
      let secret = key.secretText
      #expect(secret.utf8.count == 42)
      #expect(secret.hasPrefix(try #require(key.kind).prefix + "_AAAAA"))
      #expect(["A", "Q", "g", "w"].contains(secret.last))
      #expect(key.id.hasPrefix("aky_"))
    }
    #expect(keys[0].kind == .personal)
    #expect(keys[0].apiRoles == ["owner"])
    #expect(keys.indices.filter { !keys[$0].isEnabled } == [4, 9])
  }

  @Test(arguments: ["", "a b", "ä", "aaaaaaaaaaaaaaaaaaaaa", "}"])
  func badSeedIsRefused(seed: String) {
    #expect {
      _ = try KeyMaker(seed: seed)
    } throws: { error in
      "\(error)" == "'\(seed)' is no seed: it has 1 to 20 letters, digits and hyphens"
    }
  }
}
