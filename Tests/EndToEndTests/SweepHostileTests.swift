import Foundation
import TestSupport
import Testing

/// Repositories that mean harm.
@Suite struct SweepHostileTests {
  private let repositories: SweepRepositories

  init() throws { repositories = try SweepRepositories() }

  private var scratch: Scratch { repositories.scratch }

  @Test func nothingInARepositoryIsRun() throws {
    let hostile = try repositories.make("hostile", key: "a")
    let trap = scratch.path("trap")
    try scratch.write("trap", "#!/bin/sh\ntouch \(scratch.path("sprung"))\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: trap)
    for (name, value) in [
      ("core.fsmonitor", trap), ("core.hooksPath", scratch.path), ("alias.clone", "!\(trap)"),
      ("alias.cat-file", "!\(trap)"), ("core.sshCommand", trap), ("core.pager", trap),
      ("uploadpack.packObjectsHook", trap), ("filter.x.smudge", trap),
      ("credential.helper", "!\(trap)"),
    ] { try hostile.git("config", name, value) }
    for hook in ["post-checkout", "reference-transaction", "post-index-change"] {
      try scratch.link("src/hostile/.git/hooks/" + hook, to: trap)
    }
    try repositories.sweep("src", "file://" + hostile.path, "--output", "results")
      .expect(.findings)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("sprung")))
    #expect(try repositories.report().summary.complete)
  }

  @Test func aFIFONamedHeadHangsNothing() throws {
    try repositories.make("good", key: "a")
    let hostile = try repositories.make("hostile", key: "b")
    try FileManager.default.removeItem(atPath: hostile.path + "/.git/HEAD")
    try scratch.shell("mkfifo src/hostile/.git/HEAD").expect(.clean)
    let outcome = try repositories.sweep("src", "--output", "results", "--repository-timeout", "20")
    #expect([1, 3].contains(outcome.status))
    #expect(try repositories.report().findings.contains { $0.git?.repository == "src/good" })
  }

  @Test func linksInCirclesEnd() throws {
    try repositories.make("one", key: "a")
    try scratch.link("src/loop", to: "..")
    try scratch.link("src/one/loop", to: "../one")
    try repositories.sweep("src", "--output", "results").expect(.findings)
    #expect(try repositories.events().count { $0.hasPrefix("scanned") } == 1)
  }

  @Test func alternatesThatLeadNowhereMakeItIncomplete() throws {
    try repositories.make("one", key: "a")
    try scratch.write("src/one/.git/objects/info/alternates", "/no/such/objects\n")
    try repositories.sweep("src", "--output", "results", "--fail-on", "none").expect(.incomplete)
    #expect(try !repositories.report().summary.complete)
  }

  @Test func oneThatHasLostItsObjectsMakesItIncomplete() throws {
    let lost = try repositories.make("lost", key: "a")
    try scratch.shell("rm -rf src/lost/.git/objects/??").expect(.clean)
    try repositories.sweep("src", "--output", "results", "--fail-on", "none").expect(.incomplete)
    let report = try repositories.report()
    #expect(!report.summary.complete)
    let messages = report.summary.errors.filter { $0.path == lost.name }.map(\.message)
    #expect(messages.contains { $0.hasPrefix("'refs/heads/main' names object '") })
  }

  @Test func oneThatTakesTooLongStopsNoOther() throws {
    try repositories.make("good", key: "a")
    // An address that ssh cannot finish with in time: the user's own command waits.
    try scratch.write("list", "src/good\nssh://example.invalid/a\n")
    let started = Date()
    try repositories.sweep(
      "--from",
      "list",
      "--output",
      "results",
      "--repository-timeout",
      "2",
      "--fail-on",
      "none",
      environment: ["GIT_SSH_COMMAND": "sleep 60; :"]
    ).expect(.incomplete).expectError("longer than 2 s")
    #expect(Date().timeIntervalSince(started) < 40)
    // In the history, and in the work tree.
    #expect(try repositories.report().findings.count == 2)
  }

  @Test func aKeyInANameIsNotWrittenDown() throws {
    let key = Fake.key("zqt", "name")
    try repositories.make(key, key: "a")
    let outcome = try repositories.sweep("src", "--output", "results", "--progress", "always")
    outcome.expect(.findings)
    #expect(!outcome.errorText.contains(key))
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path("results")) {
      #expect(!name.contains(key))
      let text = String(decoding: try scratch.read("results/" + name), as: UTF8.self)
      #expect(!text.contains(key), "\(name)")
    }
  }
}
