import Testing

@testable import VectaraAPI

@Suite struct KeyIDTests {
  @Test(arguments: ["aky_a", "aky_A-z_09", "aky_" + String(repeating: "x", count: 128)])
  func takesIDs(_ text: String) {
    #expect(KeyID(parsing: text)?.text == text)
  }

  @Test(
    arguments: [
      "", "aky_", "AKY_a", "ky_a", "aky_../users", "aky_a/b", "aky_a?x=1", "aky_a#", "aky_a%2e",
      "aky_a b", "aky_a\n", "aky_é", "aky_a\0", "aky_" + String(repeating: "x", count: 129),
    ])
  func refusesWhatCouldLeaveThePath(_ text: String) {
    #expect(KeyID(parsing: text) == nil)
  }
}
