import Posix
import ScanModel
import TestSupport
import Testing

@testable import Curl

/// The openssl program as a server, with certificates of its own; `nil` where there is no openssl.
private struct TLSServer: ~Copyable {
  let port: Int
  private let child: RunningChild

  static let isAvailable = (try? Command.run(["openssl", "version"]).status) == 0

  /// Starts a server whose certificate is for `name`, signed by the authority in `ca.pem`.
  init(_ scratch: Scratch, name: String, days: Int = 2) throws {
    try Self.makeCertificate(scratch, "ca", ["-subj", "/CN=Test authority"])
    let signing = ["-CA", scratch.path("ca.pem"), "-CAkey", scratch.path("ca.key")]
    let alternative = ["-subj", "/CN=server", "-addext", "subjectAltName=\(name)"]
    try Self.makeCertificate(scratch, "server", signing + alternative)
    try scratch.write("v2/corpora", "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{}")
    let path = Process.environmentBytes("PATH") ?? []
    let program = try #require(ChildCommand.locate("openssl", inPath: path))
    let arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-HTTP", "-cert", scratch.path("server.pem"), "-key",
      scratch.path("server.key"),
    ]
    var child = try RunningChild(
      ChildCommand(
        program: program,
        arguments: arguments.map { Array($0.utf8) },
        environment: [],
        directory: Array(scratch.path.utf8)
      )
    )
    let buffer = ReadBuffer(capacity: 4_096)
    var said = ""
    var port: Int?
    while port == nil {
      let count = try child.read(into: buffer)
      try #require(count > 0, "openssl ended: \(said)")
      said += buffer.withBytes(0..<count) { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
      let line = said.split(separator: "\n").first { $0.hasPrefix("ACCEPT 127.0.0.1:") }
      if said.hasSuffix("\n") { port = line?.split(separator: ":").last.flatMap { Int($0) } }
    }
    self.port = try #require(port)
    self.child = child
  }

  private static func makeCertificate(
    _ scratch: Scratch,
    _ name: String,
    _ more: [String]
  ) throws {
    let outcome = try Command.run(
      [
        "openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:prime256v1", "-keyout", scratch.path("\(name).key"), "-out",
        scratch.path("\(name).pem"),
      ] + more
    )
    try #require(outcome.status == 0, "\(outcome.errorText)")
  }
}

@Suite(
  .enabled(if: TLSServer.isAvailable, "the openssl program makes the certificates"),
  .timeLimit(.minutes(10))
)
struct PrivateConnectionTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// The error of a request to a server with that name in its certificate.
  private func error(name: String, authority: String?) throws -> HTTPError? {
    let server = try TLSServer(scratch, name: name)
    return try failure("https://127.0.0.1:\(server.port)") { request in
      request.authorityFile = authority.map { Array(scratch.path($0).utf8) }
    }
  }

  @Test func aPrivateAuthorityIsTrustedWhenNamed() throws {
    let server = try TLSServer(scratch, name: "IP:127.0.0.1")
    let response = try send("https://127.0.0.1:\(server.port)") { request in
      request.authorityFile = Array(scratch.path("ca.pem").utf8)
    }
    #expect(response.status == 200)
    #expect(response.body == Array("{}".utf8))
  }

  @Test func anUnknownAuthorityIsNotTrusted() throws {
    guard case .tls(.certificate, let said) = try error(name: "IP:127.0.0.1", authority: nil)
    else {
      Issue.record("the certificate was trusted")
      return
    }
    #expect(!said.isEmpty)
  }

  @Test func anotherHostsCertificateIsNotTrusted() throws {
    guard
      case .tls(.certificate, _) = try error(
        name: "DNS:api.vectara.io,IP:127.0.0.2",
        authority: "ca.pem"
      )
    else {
      Issue.record("the certificate was trusted")
      return
    }
  }

  @Test func anAuthorityFileThatIsNotThereIsAnError() throws {
    guard
      case .tls(.authorityFile, _) = try error(name: "IP:127.0.0.1", authority: "missing.pem")
    else {
      Issue.record("the certificate was trusted")
      return
    }
  }

  @Test func trustIsNotKeptFromOneRequestToTheNext() throws {
    let server = try TLSServer(scratch, name: "IP:127.0.0.1")
    let url = "https://127.0.0.1:\(server.port)"
    _ = try send(url) { $0.authorityFile = Array(scratch.path("ca.pem").utf8) }
    guard case .tls(.certificate, _) = try failure(url) else {
      Issue.record("the certificate was trusted")
      return
    }
  }
}
