import Testing

@testable import Reporting

@Suite struct UniqueNamesTests {
  @Test func numbersWhatIsTaken() {
    var names = UniqueNames()
    let asked = ["a", "b", "a", "a #2", "a", "a #3", "a #2 #2", "a"]
    let given = asked.map { names.unique($0) }
    #expect(given == ["a", "b", "a #2", "a #2 #2", "a #3", "a #3 #2", "a #2 #2 #2", "a #4"])
    #expect(Set(given).count == asked.count)
  }
}
