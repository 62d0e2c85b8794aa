import Inflate
import Testing

@Suite struct InflateErrorTests {
  @Test func saysTheCauseInAFewWords() {
    let errors: [(InflateError, String)] = [
      (.corrupt, "the compressed data is corrupt"),
      (.truncated, "the compressed data is truncated"),
      (.tooLong(maximumByteCount: 5), "the compressed data holds more than 5 bytes"),
      (
        .tooShort(byteCount: 3, expectedByteCount: 5),
        "the compressed data holds 3 bytes, not 5"
      ),
      (.outOfMemory, "out of memory"),
    ]
    for (error, text) in errors { #expect(error.description == text) }
  }
}
