import Curl
import ScanModel
import Testing

@testable import VectaraAPI

@Suite struct APIErrorTests {
  @Test(
    arguments: [
      (HTTPError.timeout, UnknownReason.timeout), (.tls(.certificate, said: "x"), .tls),
      (.network(.hostNotFound), .network), (.network(.dropped), .network),
      (.badResponse, .unexpectedResponse),
      (.bodyTooLarge(maximumByteCount: 1), .unexpectedResponse),
      (.headTooLarge(maximumByteCount: 1), .unexpectedResponse), (.libraryMissing, .network),
      (.plainHTTPRefused, .network), (.other(code: 7), .network),
    ] as [(HTTPError, UnknownReason)]
  )
  func everyFailureHasAReason(_ error: HTTPError, _ reason: UnknownReason) {
    #expect(APIError(.listKeys, error, origin: "https://h").reason == reason)
  }

  @Test func aMissingLibraryIsOneClearSentence() {
    let error = APIError(.listKeys, .libraryMissing, origin: "https://h")
    #expect(
      error.description
        == "cannot list the account's keys: libcurl is not installed: install 'libcurl.so.4'"
        + " (package 'libcurl4' or 'libcurl')"
    )
    #expect(error.endsEverything)
    #expect(!error.isInterruption)
  }

  @Test func aFailureNamesTheService() {
    let error = APIError(.probe, .tls(.certificate, said: "expired"), origin: "https://h:1")
    #expect(
      error.description
        == "cannot try the key: the certificate is not trusted: expired at 'https://h:1'"
    )
    #expect(!error.endsEverything)
  }

  @Test func factsStandAtTheEnd() {
    var error = APIError(.changeKey, status: 503, isDocumented: true, says: "busy")
    error.requestID = "r"
    #expect(
      error.description
        == "cannot change the key: the service failed; it says 'busy' (status 503, request 'r')"
    )
  }

  @Test(
    arguments: [
      (APIError.Operation.getToken, "get an access token"),
      (.listKeys, "list the account's keys"), (.readKey, "read the key"),
      (.changeKey, "change the key"), (.probe, "try the key"),
    ])
  func operationsAreSaid(_ operation: APIError.Operation, _ text: String) {
    #expect(operation.description == text)
  }

  @Test func aRejectionSaysWhatWasRejected() {
    let texts = APIError.Operation.allCases.map { operation in
      APIError(operation, status: 401, isDocumented: false, says: nil).detail
    }
    #expect(
      texts == [
        "the service does not accept the client ID and secret",
        "the service does not accept your credential",
        "the service does not accept your credential",
        "the service does not accept your credential",
        "the service does not accept the key: disabled, deleted or of another installation",
      ]
    )
  }
}
