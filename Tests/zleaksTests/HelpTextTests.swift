import Testing

@testable import zleaks

@Suite struct HelpTextTests {
  private let help = HelpText(table: CommandTable())

  @Test func noLineIsLongerThanATerminal() {
    let topics = [nil] + CommandName.allCases.map { $0 }
    for topic in topics {
      for line in help.text(about: topic).split(separator: "\n") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }

  @Test func explainsTheProgram() {
    #expect(
      help.text(about: nil) == """
        zleaks finds leaked Vectara API keys.

        Usage: zleaks COMMAND [OPTION ...] [OPERAND ...]

        Commands:
          scan     Search files and directories for keys.
          diff     Search what a change adds.
          history  Search every object of a repository.
          rules    Show the rules in force, or run their examples.
          hook     Install the hook that checks each commit.
          help     Explain a command.

        Options:
          -h, --help     Show this help.
              --version  Show the version.

        Exit codes:
          0  The run is complete, and there is nothing at or above the bar.
          1  There are findings at or above the bar.
          2  The command line or a rule or configuration file is wrong.
          3  The run is incomplete or failed, and found nothing.

        See 'zleaks help COMMAND' for what a command takes.

        """
    )
  }

  @Test func explainsScan() {
    #expect(
      help.text(about: .scan) == """
        Usage: zleaks scan [OPTION ...] [PATH ...]

        Searches files, and directories with all that lies below them, for keys. Without
        PATH, the current directory is searched; '-' is standard input. Findings go to
        standard output, everything else to standard error. Keys are redacted, and
        nothing is sent anywhere.

        What is searched:
              --exclude GLOB          Pass over files and directories that match GLOB.
                                      May be repeated.
              --include GLOB          Search only files that match GLOB. May be
                                      repeated.
              --gitignore             Pass over what git ignores.
              --baseline FILE         Report nothing that FILE lists: keys by
                                      fingerprint, or paths by glob. May be repeated.
              --no-ignore             Report what allow marks, .zleaksignore and
                                      --baseline files suppress, too.
              --no-archives           Do not look into archives and compressed files.
              --archive-depth N       Open up to N archives, one inside the other
                                      (default: 8).

        What counts as a finding:
              --rules FILE            Add the rules in FILE to the built-in ones. May be
                                      repeated.
              --fail-on WHICH         Which findings make the exit code 1 (default:
                                      any). WHICH is any, active or none.
              --min-severity LEVEL    Report nothing less severe (default: info). LEVEL
                                      is info, low, medium, high or critical.
              --min-confidence LEVEL  Report nothing less sure (default: likely). LEVEL
                                      is exact, likely or possible.
              --decode-depth N        Undo up to N encodings, one inside the other
                                      (default: 2; 0: none).

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit or csv. May be repeated.
          -o, --output FILE           Write the report without a FILE of its own to
                                      FILE.
              --show-secrets          Write keys in full, not redacted.
              --color WHEN            Colour the text report (default: auto, on a
                                      terminal; NO_COLOR is honoured). WHEN is auto,
                                      always or never.

        Running:
          -j, --threads N             Search with N threads (default: one for each
                                      processor).
              --progress WHEN         Show progress on standard error (default: auto, on
                                      a terminal). WHEN is auto, always or never.
          -q, --quiet                 Write no summary to standard error.
          -v, --verbose               Say more on standard error.

        General:
          -h, --help                  Show this help.

        Exit codes:
          0  The run is complete, and there is nothing at or above the bar.
          1  There are findings at or above the bar.
          2  The command line or a rule or configuration file is wrong.
          3  The run is incomplete or failed, and found nothing.

        Examples:
          zleaks scan                                 the current directory
          zleaks scan --format jsonl=leaks.jsonl src  report to a file
          git show HEAD | zleaks scan -               standard input

        """
    )
  }

  @Test func explainsHistory() {
    #expect(
      help.text(about: .history) == """
        Usage: zleaks history [OPTION ...] [REPO ...]

        Searches everything that a git repository keeps: every blob, commit and
        annotated tag of its object database, in branches, tags, stashes and notes, in
        dropped commits and dangling objects. REPO is a work tree, a bare repository or
        a git directory; without one, the repository of the current directory is
        searched. Nothing is fetched. Of each key the report says which commit brought
        it in, and what leads to it now.

        What is searched:
              --baseline FILE         Report nothing that FILE lists: keys by
                                      fingerprint, or paths by glob. May be repeated.
              --no-ignore             Report what allow marks, .zleaksignore and
                                      --baseline files suppress, too.
              --no-archives           Do not look into archives and compressed files.
              --archive-depth N       Open up to N archives, one inside the other
                                      (default: 8).
              --no-attribution        Do not look for the commits, paths and branches of
                                      what is found.

        What counts as a finding:
              --rules FILE            Add the rules in FILE to the built-in ones. May be
                                      repeated.
              --fail-on WHICH         Which findings make the exit code 1 (default:
                                      any). WHICH is any, active or none.
              --min-severity LEVEL    Report nothing less severe (default: info). LEVEL
                                      is info, low, medium, high or critical.
              --min-confidence LEVEL  Report nothing less sure (default: likely). LEVEL
                                      is exact, likely or possible.
              --decode-depth N        Undo up to N encodings, one inside the other
                                      (default: 2; 0: none).

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit or csv. May be repeated.
          -o, --output FILE           Write the report without a FILE of its own to
                                      FILE.
              --show-secrets          Write keys in full, not redacted.
              --color WHEN            Colour the text report (default: auto, on a
                                      terminal; NO_COLOR is honoured). WHEN is auto,
                                      always or never.

        Running:
          -j, --threads N             Search with N threads (default: one for each
                                      processor).
              --progress WHEN         Show progress on standard error (default: auto, on
                                      a terminal). WHEN is auto, always or never.
          -q, --quiet                 Write no summary to standard error.
          -v, --verbose               Say more on standard error.

        General:
          -h, --help                  Show this help.

        Exit codes:
          0  The run is complete, and there is nothing at or above the bar.
          1  There are findings at or above the bar.
          2  The command line or a rule or configuration file is wrong.
          3  The run is incomplete or failed, and found nothing.

        Examples:
          zleaks history                         this repository
          zleaks history --format json repo.git  another one

        """
    )
  }

  @Test func explainsDiff() {
    #expect(
      help.text(about: .diff) == """
        Usage: zleaks diff [OPTION ...] [RANGE | - | FILE ...]

        Searches what a change adds, whole files read from the object database: the
        index with --staged, the commits of RANGE (A..B, A...B, or A for A..HEAD; by
        default those that the branch's upstream does not have), or patch text on
        standard input with '-'. A key that an old side of the same change holds is not
        new. With --staged, FILEs that the index does not change are searched as they
        are on disk.

        What is searched:
              --staged                Search what the commit being made would add: the
                                      index against HEAD.
              --pre-push              Search what git is about to push, as its pre-push
                                      hook says on standard input.
              --pre-receive           Search what git is asked to receive, as its
                                      pre-receive hook says on standard input.
              --whole-files           Report keys that were in a changed file before,
                                      too.
              --exclude GLOB          Pass over files and directories that match GLOB.
                                      May be repeated.
              --include GLOB          Search only files that match GLOB. May be
                                      repeated.
              --baseline FILE         Report nothing that FILE lists: keys by
                                      fingerprint, or paths by glob. May be repeated.
              --no-ignore             Report what allow marks, .zleaksignore and
                                      --baseline files suppress, too.
              --no-archives           Do not look into archives and compressed files.
              --archive-depth N       Open up to N archives, one inside the other
                                      (default: 8).

        What counts as a finding:
              --rules FILE            Add the rules in FILE to the built-in ones. May be
                                      repeated.
              --fail-on WHICH         Which findings make the exit code 1 (default:
                                      any). WHICH is any, active or none.
              --min-severity LEVEL    Report nothing less severe (default: info). LEVEL
                                      is info, low, medium, high or critical.
              --min-confidence LEVEL  Report nothing less sure (default: likely). LEVEL
                                      is exact, likely or possible.
              --decode-depth N        Undo up to N encodings, one inside the other
                                      (default: 2; 0: none).

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit or csv. May be repeated.
          -o, --output FILE           Write the report without a FILE of its own to
                                      FILE.
              --show-secrets          Write keys in full, not redacted.
              --color WHEN            Colour the text report (default: auto, on a
                                      terminal; NO_COLOR is honoured). WHEN is auto,
                                      always or never.

        Running:
          -q, --quiet                 Write no summary to standard error.
          -v, --verbose               Say more on standard error.

        General:
          -h, --help                  Show this help.

        Exit codes:
          0  The run is complete, and there is nothing at or above the bar.
          1  There are findings at or above the bar.
          2  The command line or a rule or configuration file is wrong.
          3  The run is incomplete or failed, and found nothing.

        Examples:
          zleaks diff --staged                          what the next commit would add
          zleaks diff main..HEAD                        a branch
          git format-patch -1 --stdout | zleaks diff -  a patch

        """
    )
  }

  @Test func explainsRules() {
    #expect(
      help.text(about: .rules) == """
        Usage: zleaks rules [OPTION ...] [list | show ID | test]

        Shows the rules that decide what a key is, or checks that each rule finds its
        own examples and nothing else.

        Actions:
          list     List the rules (the default).
          show ID  Show all of one rule.
          test     Run the examples of every rule.

        What counts as a finding:
              --rules FILE  Add the rules in FILE to the built-in ones. May be repeated.

        General:
          -h, --help        Show this help.

        Exit codes:
          0  The run is complete, and there is nothing at or above the bar.
          1  There are findings at or above the bar.
          2  The command line or a rule or configuration file is wrong.
          3  The run is incomplete or failed, and found nothing.

        Examples:
          zleaks rules show vectara-query-key  one rule
          zleaks rules test --rules my.json5   try rules of your own

        """
    )
  }

  @Test func explainsHook() {
    #expect(
      help.text(about: .hook) == """
        Usage: zleaks hook [OPTION ...] [status | install | uninstall]

        Makes git run 'zleaks diff --staged' before each commit, and with --pre-push
        'zleaks diff --pre-push' before each push. A hook that is there is kept and runs
        first. core.hooksPath and linked work trees are honoured.

        Actions:
          status     Tell what is installed (the default): exit code 0 if the hook is, 1
                     if not.
          install    Install the hook, or bring it up to date.
          uninstall  Remove the hook, and put back the one that was there before.

        What is installed:
              --pre-push  The pre-push hook, too.
              --force     Replace what would otherwise be left alone, or go where others
                          are affected.

        General:
          -h, --help      Show this help.

        Exit codes:
          0  It is done; 'status': the hook is installed and runs.
          1  'status': the hook is not installed, or does not run.
          2  The command line is wrong, or --force is needed: nothing was changed.
          3  It failed.

        Examples:
          zleaks hook install             check each commit
          zleaks hook install --pre-push  each push, too

        """
    )
  }

  @Test func explainsHelp() {
    #expect(
      help.text(about: .help) == """
        Usage: zleaks help [OPTION ...] [COMMAND]

        Explains a command, or lists the commands.

        General:
          -h, --help  Show this help.

        Exit codes:
          0  The run is complete, and there is nothing at or above the bar.
          1  There are findings at or above the bar.
          2  The command line or a rule or configuration file is wrong.
          3  The run is incomplete or failed, and found nothing.

        Examples:
          zleaks help scan  the options of scan

        """
    )
  }
}
