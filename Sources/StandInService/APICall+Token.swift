internal import ScanModel
internal import TextForms

extension APICall {
  /// `POST /oauth2/token`: client credentials (RFC 6749, sections 4.4 and 5).
  func giveToken(_ account: inout Account) -> HTTPResponse {
    let type = (request.fields["content-type"] ?? "").lowercased()
    guard type.hasPrefix("application/x-www-form-urlencoded"),
      let form = FormParameters(parsing: request.body), let grant = form["grant_type"],
      let id = form["client_id"], let secret = form["client_secret"]
    else { return Self.tokenError(400, "invalid_request") }
    guard grant == "client_credentials" else {
      return Self.tokenError(400, "unsupported_grant_type")
    }
    let given = Fingerprint(of: Array(secret.utf8).span)
    let client = account.clients.first { client in
      client.id == id && client.secret.withBytes { Fingerprint(of: $0) } == given
    }
    guard let client else { return Self.tokenError(401, "invalid_client") }
    var random = SystemRandomNumberGenerator()
    let words = (0..<6).map { _ in String(random.next(), radix: 36) }
    let token = "standin." + words[0...2].joined() + "." + words[3...].joined()
    account.tokens = account.tokens.filter { now < $0.value.endsAt }
    account.tokens[Fingerprint(of: Array(token.utf8).span)] = Account.Token(
      apiRoles: client.apiRoles,
      endsAt: now + Double(account.tokenSeconds)
    )
    let seconds = account.tokenSeconds
    var response = HTTPResponse(status: 200) { writer in
      writer.member("access_token", token)
      writer.member("token_type", "Bearer")
      writer.member("expires_in", seconds)
    }
    response.fields.append(("Cache-Control", "no-store"))
    return response
  }

  private static func tokenError(_ status: Int, _ code: String) -> HTTPResponse {
    HTTPResponse(status: status) { $0.member("error", code) }
  }
}
