internal import Curl
internal import Posix
internal import ScanModel
internal import TextForms

/// An access token of OAuth 2.
struct AccessToken: Sendable {
  /// The token.
  let secret: Secret

  /// When it is too old to start a request with, by the client's clock, in seconds.
  let staleAt: Double

  /// Tells one token from the next.
  let number: Int
}

/// The access token that a client's threads share.
final class TokenStore: Sendable {
  private struct State {
    var token: AccessToken?
    var nextNumber = 0
  }

  private let state = Monitor(State())

  /// A token that is good for a while: the one that is there, or a fresh one.
  ///
  /// One thread gets it while the others wait for it.
  func token(
    of clientID: String,
    _ clientSecret: Secret,
    for client: VectaraClient
  ) throws(APIError) -> AccessToken {
    let result = state.withLock { state -> Result<AccessToken, APIError> in
      if let token = state.token, client.clock.now() < token.staleAt { return .success(token) }
      state.token = nil
      state.nextNumber += 1
      do throws(APIError) {
        let token = try client.freshToken(of: clientID, clientSecret, number: state.nextNumber)
        state.token = token
        return .success(token)
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Forgets a token that was refused, unless another has taken its place.
  func discard(_ token: AccessToken) {
    state.withLock { state in
      if state.token?.number == token.number { state.token = nil }
    }
  }
}

extension VectaraClient {
  /// Gets an access token for client credentials (RFC 6749, section 4.4).
  fileprivate func freshToken(
    of clientID: String,
    _ clientSecret: Secret,
    number: Int
  ) throws(APIError) -> AccessToken {
    var request = request(.post, configuration.tokenURL)
    request.headers.append(
      .plain(name: "Content-Type", value: "application/x-www-form-urlencoded")
    )
    request.body = Self.form(clientID, clientSecret)
    let start = clock.now()
    let answer = try send(Call(operation: .getToken, request: request, secrets: [clientSecret]))
    return try answer.read { reader throws(AnswerProblem) in
      if let type = try reader.string("token_type"), type.lowercased() != "bearer" {
        throw AnswerProblem(text: "'token_type' is not 'Bearer'")
      }
      guard let token = reader.member("access_token") else { throw reader.missing("access_token") }
      guard let bytes = token.value.stringBytes else { throw token.wrong("a string") }
      guard (1...16_384).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
      else { throw AnswerProblem(text: "'access_token' is no token") }
      guard let expiry = reader.member("expires_in") else { throw reader.missing("expires_in") }
      guard let seconds = expiry.value.integer else { throw expiry.wrong("a whole number") }
      // Two minutes early, or half of a shorter life.
      let life = Double(min(max(seconds, 0), 86_400))
      return AccessToken(
        secret: Secret(Array(bytes)),
        staleAt: start + max(life - 120, life / 2),
        number: number
      )
    }
  }

  private static func form(_ clientID: String, _ clientSecret: Secret) -> Secret {
    var form = Array("grant_type=client_credentials&client_id=".utf8)
    PercentEncoding.append(clientID.utf8, to: &form)
    form += "&client_secret=".utf8
    clientSecret.withBytes { secret in
      for index in secret.indices {
        PercentEncoding.append(CollectionOfOne(secret[index]), to: &form)
      }
    }
    return Secret(form)
  }
}
