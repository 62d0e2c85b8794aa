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
          scan         Search files and directories for keys.
          diff         Search what a change adds.
          history      Search every object of a repository.
          sweep        Search many repositories.
          check        Ask whether keys work: active, disabled or unknown.
          disable      Switch leaked keys off: plan, ask, act, prove, write it down.
          enable       Switch on again what a journal says was switched off.
          report       Convert, merge, compare reports.
          rules        Show the rules in force, or run their examples.
          hook         Install the hook that checks each commit.
          completions  Make a shell complete command lines.
          help         Explain a command.

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
        nothing is sent anywhere unless --check asks.

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
              --no-ignore-files       Heed no .zleaksignore; allow marks and --baseline
                                      files still count.
              --no-archives           Do not look into archives and compressed files.
              --archive-depth N       Open up to N archives, one inside the other
                                      (default: 8).

        What counts as a finding:
              --rules FILE            Add the rules in FILE to the built-in ones. May be
                                      repeated.
              --fail-on WHICH         Which findings make the exit code 1 (default:
                                      any); active takes a key for active that is not
                                      proved inactive, unless --allow-unknown. WHICH is
                                      any, active or none.
              --min-severity LEVEL    Report nothing less severe (default: info). LEVEL
                                      is info, low, medium, high or critical.
              --min-confidence LEVEL  Report nothing less sure (default: likely). LEVEL
                                      is exact, likely or possible.
              --decode-depth N        Undo up to N encodings, one inside the other
                                      (default: 2; 0: none).

        Whether keys work:
              --check                 Ask the live service whether the keys found work.
              --credential-file FILE  Ask with the owner's API key in FILE, which nobody
                                      else may read (default: the environment; see
                                      'zleaks help check').
              --credential-fd N       Ask with the owner's API key that comes from the
                                      open descriptor N.
              --api-url URL           Ask this service (default: VECTARA_API_URL or
                                      https://api.vectara.io).
              --token-url URL         Get an app client's token here (default:
                                      VECTARA_TOKEN_URL or
                                      https://auth.vectara.io/oauth2/token).
              --ca-file FILE          Trust the certificate authorities in FILE, not the
                                      system's.
              --probe                 Try keys that the account does not tell of: one
                                      reading request with each.
              --allow-unknown         Do not fail because of keys whose state stays
                                      unknown.

        What is done to keys:
              --disable               After the reports, switch off the keys found that
                                      the account lists (see 'disable').
              --yes                   Do it without asking.
              --dry-run               Show what would be done, and change nothing.
              --prove                 Use each key that was switched off until the
                                      service refuses it.
              --prove-limit SECONDS   Give up the proof after so long (default: 600).
              --journal FILE          Write down what is done in FILE (default:
                                      zleaks-journal-DATE.jsonl, here).
              --operator WHO          Who does it, for the journal (default: user@host).
              --reason TEXT           Why it is done, for the journal.
              --only KEY              Only this key: 8 or more digits of its
                                      fingerprint, or its ID. May be repeated.
              --role ROLE             Only keys of this role: personal, serving,
                                      serving_and_indexing. May be repeated.

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit, csv, markdown, html or github. May
                                      be repeated.
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
        searched. Names of files, which 'scan' and 'diff' search, and of branches and
        tags are not. Nothing is fetched. Of each key the report says which commit
        brought it in, and what leads to it now.

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
                                      any); active takes a key for active that is not
                                      proved inactive, unless --allow-unknown. WHICH is
                                      any, active or none.
              --min-severity LEVEL    Report nothing less severe (default: info). LEVEL
                                      is info, low, medium, high or critical.
              --min-confidence LEVEL  Report nothing less sure (default: likely). LEVEL
                                      is exact, likely or possible.
              --decode-depth N        Undo up to N encodings, one inside the other
                                      (default: 2; 0: none).

        Whether keys work:
              --check                 Ask the live service whether the keys found work.
              --credential-file FILE  Ask with the owner's API key in FILE, which nobody
                                      else may read (default: the environment; see
                                      'zleaks help check').
              --credential-fd N       Ask with the owner's API key that comes from the
                                      open descriptor N.
              --api-url URL           Ask this service (default: VECTARA_API_URL or
                                      https://api.vectara.io).
              --token-url URL         Get an app client's token here (default:
                                      VECTARA_TOKEN_URL or
                                      https://auth.vectara.io/oauth2/token).
              --ca-file FILE          Trust the certificate authorities in FILE, not the
                                      system's.
              --probe                 Try keys that the account does not tell of: one
                                      reading request with each.
              --allow-unknown         Do not fail because of keys whose state stays
                                      unknown.

        What is done to keys:
              --disable               After the reports, switch off the keys found that
                                      the account lists (see 'disable').
              --yes                   Do it without asking.
              --dry-run               Show what would be done, and change nothing.
              --prove                 Use each key that was switched off until the
                                      service refuses it.
              --prove-limit SECONDS   Give up the proof after so long (default: 600).
              --journal FILE          Write down what is done in FILE (default:
                                      zleaks-journal-DATE.jsonl, here).
              --operator WHO          Who does it, for the journal (default: user@host).
              --reason TEXT           Why it is done, for the journal.
              --only KEY              Only this key: 8 or more digits of its
                                      fingerprint, or its ID. May be repeated.
              --role ROLE             Only keys of this role: personal, serving,
                                      serving_and_indexing. May be repeated.

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit, csv, markdown, html or github. May
                                      be repeated.
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
                                      any); active takes a key for active that is not
                                      proved inactive, unless --allow-unknown. WHICH is
                                      any, active or none.
              --min-severity LEVEL    Report nothing less severe (default: info). LEVEL
                                      is info, low, medium, high or critical.
              --min-confidence LEVEL  Report nothing less sure (default: likely). LEVEL
                                      is exact, likely or possible.
              --decode-depth N        Undo up to N encodings, one inside the other
                                      (default: 2; 0: none).

        Whether keys work:
              --check                 Ask the live service whether the keys found work.
              --credential-file FILE  Ask with the owner's API key in FILE, which nobody
                                      else may read (default: the environment; see
                                      'zleaks help check').
              --credential-fd N       Ask with the owner's API key that comes from the
                                      open descriptor N.
              --api-url URL           Ask this service (default: VECTARA_API_URL or
                                      https://api.vectara.io).
              --token-url URL         Get an app client's token here (default:
                                      VECTARA_TOKEN_URL or
                                      https://auth.vectara.io/oauth2/token).
              --ca-file FILE          Trust the certificate authorities in FILE, not the
                                      system's.
              --probe                 Try keys that the account does not tell of: one
                                      reading request with each.
              --allow-unknown         Do not fail because of keys whose state stays
                                      unknown.

        What is done to keys:
              --disable               After the reports, switch off the keys found that
                                      the account lists (see 'disable').
              --yes                   Do it without asking.
              --dry-run               Show what would be done, and change nothing.
              --prove                 Use each key that was switched off until the
                                      service refuses it.
              --prove-limit SECONDS   Give up the proof after so long (default: 600).
              --journal FILE          Write down what is done in FILE (default:
                                      zleaks-journal-DATE.jsonl, here).
              --operator WHO          Who does it, for the journal (default: user@host).
              --reason TEXT           Why it is done, for the journal.
              --only KEY              Only this key: 8 or more digits of its
                                      fingerprint, or its ID. May be repeated.
              --role ROLE             Only keys of this role: personal, serving,
                                      serving_and_indexing. May be repeated.

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit, csv, markdown, html or github. May
                                      be repeated.
          -o, --output FILE           Write the report without a FILE of its own to
                                      FILE.
              --show-secrets          Write keys in full, not redacted.
              --color WHEN            Colour the text report (default: auto, on a
                                      terminal; NO_COLOR is honoured). WHEN is auto,
                                      always or never.

        Running:
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
          zleaks diff --staged                          what the next commit would add
          zleaks diff main..HEAD                        a branch
          git format-patch -1 --stdout | zleaks diff -  a patch

        """
    )
  }

  @Test func explainsCheck() {
    #expect(
      help.text(about: .check) == """
        Usage: zleaks check [OPTION ...] [REPORT | KEY-ID | - ...]

        Asks the live service for the state of each key in REPORTs (those of zleaks,
        gitleaks, TruffleHog or Kingfisher, or directories of *.jsonl), of each KEY-ID,
        and with '-' of each line of standard input: a key, a key ID, or a whole report.
        Without an operand, a key can be typed unseen. The keys of the owner's account
        are listed, and compared with fingerprints: a found key is sent nowhere, except
        with --probe. The owner's credential is taken from --credential-file,
        --credential-fd, VECTARA_API_KEY, or VECTARA_CLIENT_ID with
        VECTARA_CLIENT_SECRET, or asked for on a terminal.

        What counts as a finding:
              --rules FILE            Add the rules in FILE to the built-in ones. May be
                                      repeated.

        Whether keys work:
              --credential-file FILE  Ask with the owner's API key in FILE, which nobody
                                      else may read (default: the environment; see
                                      'zleaks help check').
              --credential-fd N       Ask with the owner's API key that comes from the
                                      open descriptor N.
              --api-url URL           Ask this service (default: VECTARA_API_URL or
                                      https://api.vectara.io).
              --token-url URL         Get an app client's token here (default:
                                      VECTARA_TOKEN_URL or
                                      https://auth.vectara.io/oauth2/token).
              --ca-file FILE          Trust the certificate authorities in FILE, not the
                                      system's.
              --probe                 Try keys that the account does not tell of: one
                                      reading request with each.
              --allow-unknown         Do not fail because of keys whose state stays
                                      unknown.

        Reports:
              --format NAME[=FILE]    Write a report in this form, to FILE if given
                                      (default: text). NAME is text, jsonl, json, sarif,
                                      gitlab, junit, csv, markdown, html or github. May
                                      be repeated.
          -o, --output FILE           Write the report without a FILE of its own to
                                      FILE.
              --show-secrets          Write keys in full, not redacted.
              --color WHEN            Colour the text report (default: auto, on a
                                      terminal; NO_COLOR is honoured). WHEN is auto,
                                      always or never.

        Running:
              --progress WHEN         Show progress on standard error (default: auto, on
                                      a terminal). WHEN is auto, always or never.
          -q, --quiet                 Write no summary to standard error.
          -v, --verbose               Say more on standard error.

        General:
          -h, --help                  Show this help.

        Exit codes:
          0  No key is active, and each is known not to be (or --allow-unknown is
             given).
          1  A key is active, or its state is unknown.
          2  The command line, a report or a credential is wrong.
          3  Nothing could be asked, or a report does not tell all; no key is active.

        Examples:
          zleaks check leaks.jsonl                   the keys of a report
          zleaks check                               a key that somebody was sent, typed
          pass show leaked | zleaks check - --probe  try a key itself

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
