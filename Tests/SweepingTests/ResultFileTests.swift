import Testing

@testable import Sweeping

@Suite struct ResultFileTests {
  private func stripped(_ line: String) -> String {
    String(decoding: ResultFile.withoutSeconds(Array(line.utf8)), as: UTF8.self)
  }

  @Test func aSummaryLosesItsTime() {
    #expect(
      stripped(#"{"type":"summary","complete":true,"seconds":12.345,"version":"1"}"# + "\n")
        == #"{"type":"summary","complete":true,"seconds":0,"version":"1"}"# + "\n"
    )
    #expect(stripped(#"{"type":"summary","seconds":1}"#) == #"{"type":"summary","seconds":0}"#)
  }

  @Test func nothingElseDoes() {
    for line in [#"{"type":"finding","seconds":1}"#, #"{"type":"summary","a":1}"#, ""] {
      #expect(stripped(line) == line)
    }
  }

  @Test func aTextThatSaysTheSameStays() {
    let line = #"{"type":"summary","errors":["\",\"seconds\":9,"],"seconds":3}"#
    #expect(stripped(line) == line.replacing(":3}", with: ":0}"))
  }

  @Test(arguments: [
    ("cannot read 'https://t0ken@h/a': no", "cannot read 'https://…@h/a': no"),
    ("https://h/a@b and ssh://u@h", "https://h/a@b and ssh://…@h"), ("a: b", "a: b"),
  ])
  func aMessageLosesItsUsers(_ text: String, _ expected: String) {
    #expect(RepositorySearch.withoutUsers(text) == expected)
  }
}
