import Testing

@testable import GitCommand

@Suite struct GitEnvironmentTests {
  private func names(_ place: GitPlace, _ names: [String]) -> [String] {
    GitEnvironment.variables(for: place, from: names.map { Array("\($0)=value".utf8) })
      .filter { $0.suffix(6).elementsEqual("=value".utf8) }
      .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }
  }

  @Test func knowsEveryVariableThatGitCountsAsLocal() throws {
    let repository = try RepositoryFixture()
    let listed = try repository.git(["rev-parse", "--local-env-vars"]).split(separator: "\n")
    let known = GitEnvironment.repositoryVariables.union(GitEnvironment.hidingVariables)
    #expect(Set(listed.map(String.init)).subtracting(known) == [])
  }

  @Test func passesOnWhereTheRepositoryOfAHookIs() {
    let given = [
      "GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
      "GIT_QUARANTINE_PATH", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_CONFIG_COUNT",
      "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0", "GIT_CONFIG_PARAMETERS", "HOME", "PATH",
    ]
    #expect(names(.inherited, given) == given)
    #expect(names(.directory([]), given) == ["HOME", "PATH"])
  }

  @Test(arguments: [GitPlace.inherited, .directory([])])
  func dropsWhatRunsTracesOrHides(_ place: GitPlace) {
    let given = [
      "GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_TRACE", "GIT_TRACE2_EVENT", "GIT_TRACE_SETUP",
      "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_CONFIG", "GIT_LITERAL_PATHSPECS",
      "GIT_ICASE_PATHSPECS", "GIT_DIFF_OPTS", "GIT_ATTR_SOURCE", "GIT_PROXY_COMMAND",
      "GIT_ALLOW_PROTOCOL", "LC_ALL", "LANGUAGE",
    ]
    #expect(names(place, given) == [])
  }

  @Test func keepsWhatTheUserSetUp() {
    let given = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"]
    #expect(names(.directory([]), given) == given)
  }
}
