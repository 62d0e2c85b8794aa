import Curl
import Testing

@testable import VectaraAPI

@Suite struct ConfigurationTests {
  private func error(
    api: String = Configuration.defaultAPIURL,
    token: String = Configuration.defaultTokenURL
  ) -> ConfigurationError? {
    do throws(ConfigurationError) {
      _ = try Configuration(apiURL: api, tokenURL: token, version: "1")
      return nil
    } catch { return error }
  }

  @Test func namesThePublicServiceByDefault() throws {
    let configuration = try Configuration(version: "1")
    #expect(configuration.apiURL.origin == "https://api.vectara.io")
    #expect(configuration.tokenURL.origin == "https://auth.vectara.io")
    #expect(configuration.tokenURL.path == "/oauth2/token")
  }

  @Test func plainHTTPToAnotherMachineIsRefused() {
    #expect(error(api: "http://api.vectara.io") == .apiURL(.plainHTTP(host: "api.vectara.io")))
    #expect(error(token: "http://auth") == .tokenURL(.plainHTTP(host: "auth")))
    #expect(error(api: "http://localhost:8080", token: "http://127.0.0.1/t") == nil)
    #expect(
      error(api: "https://u:CANARY@h")?.description
        == "cannot use the API URL: the URL has a user name or a password: leave it out"
    )
    #expect(
      error(token: "ftp://h")?.description
        == "cannot use the token URL: the URL's scheme is not 'https'"
    )
  }
}
