import Reporting
import Testing
import TextForms

@testable import zleaks

@Suite struct ArgumentParserTests {
  @Test(arguments: [
    "-o x -q a b", "-qo x a b", "-qox a b", "--output x -q a b",
    "--output=x --quiet a b", "a -o x b -q", "-o y -q -o x a b", "-q --output x -- a b",
  ])
  func readsOptionsAndOperandsInEveryForm(_ line: String) throws {
    let arguments = try #require(try CommandLineFixtures.arguments("scan " + line))
    #expect(arguments.command == .scan)
    #expect(arguments.value(.output) == Array("x".utf8))
    #expect(arguments.flag(.quiet))
    #expect(!arguments.flag(.verbose))
    #expect(arguments.operands == [Array("a".utf8), Array("b".utf8)])
  }

  @Test func endsOptionsAtTwoHyphens() throws {
    let line = "scan -- --quiet -q -- -"
    let arguments = try #require(try CommandLineFixtures.arguments(line))
    #expect(!arguments.flag(.quiet))
    #expect(
      arguments.operands == ["--quiet", "-q", "--", "-"].map { Array($0.utf8) }
    )
  }

  @Test func takesALoneHyphenAsOperandAndAsValue() throws {
    let arguments = try #require(try CommandLineFixtures.arguments("scan - --output -"))
    #expect(arguments.operands == [Array("-".utf8)])
    #expect(arguments.value(.output) == Array("-".utf8))
  }

  @Test func takesWhateverFollowsAsTheValue() throws {
    let arguments = try #require(
      try CommandLineFixtures.arguments("scan --exclude --quiet --exclude=a=b -o -- x")
    )
    #expect(arguments.values(.exclude) == ["--quiet", "a=b"].map { Array($0.utf8) })
    #expect(arguments.value(.output) == Array("--".utf8))
    #expect(!arguments.flag(.quiet))
  }

  @Test func keepsEveryByte() throws {
    let bytes = (1...255).map { UInt8($0) }
    let words = [Array("scan".utf8), [0xFF] + bytes, Array("--output=".utf8) + bytes]
    guard case .run(let arguments) = try ArgumentParser(table: CommandTable()).parse(words) else {
      Issue.record("the command does not run")
      return
    }
    #expect(arguments.operands == [[0xFF] + bytes])
    #expect(arguments.value(.output) == bytes)
  }

  @Test func takesAnEmptyOperand() throws {
    guard
      case .run(let arguments) = try ArgumentParser(table: CommandTable())
        .parse([Array("scan".utf8), []])
    else {
      Issue.record("the command does not run")
      return
    }
    #expect(arguments.operands == [[]])
  }

  @Test func letsTheLastOfTwoValuesWin() throws {
    let arguments = try #require(
      try CommandLineFixtures.arguments("scan -j1 --threads=2 -j 3 --rules a --rules b")
    )
    #expect(arguments.value(.threads) == Array("3".utf8))
    #expect(arguments.values(.rules) == ["a", "b"].map { Array($0.utf8) })
  }

  @Test func findsTheAction() throws {
    let list = try #require(try CommandLineFixtures.arguments("rules"))
    #expect(list.action == "list")
    let show = try #require(try CommandLineFixtures.arguments("rules --rules f show x"))
    #expect(show.action == "show")
    #expect(show.operands == [Array("x".utf8)])
    let scan = try #require(try CommandLineFixtures.arguments("scan"))
    #expect(scan.action == nil)
  }

  @Test(
    arguments: [
      ("--help", nil), ("-h", nil), ("help", nil), ("scan --help", .scan), ("scan a -qh", .scan),
      ("rules -h", .rules), ("help scan", .scan), ("help help", .help), ("help --help", .help),
      ("scan --help --nonsense", .scan), ("scan -hx", .scan),
    ] as [(String, CommandName?)]
  )
  func answersCallsForHelp(_ line: String, _ expected: CommandName?) throws {
    guard case .help(let topic) = try CommandLineFixtures.parse(line) else {
      Issue.record("no help")
      return
    }
    #expect(topic == expected)
  }

  @Test func answersACallForTheVersion() throws {
    guard case .version = try CommandLineFixtures.parse("--version") else {
      Issue.record("no version")
      return
    }
  }

  @Test func noHostileLineTrapsOrReachesTheTerminal() throws {
    let words =
      ["scan", "--", "-", "--=", "--output=", "-o", "-j", "--format", "=", "-qo", "\u{1B}[2J"]
      .map { Array($0.utf8) } + [[], [0xFF], [0x2D, 0xFF], [0x2D, 0x2D, 0xFF], [0x2D, 0x1B]]
    let parser = ArgumentParser(table: CommandTable())
    var operandCounts: Set<Int> = []
    for first in words {
      for second in words {
        for third in words {
          do {
            let invocation = try parser.parse([Array("scan".utf8), first, second, third])
            guard case .run(let arguments) = invocation else { continue }
            operandCounts.insert(arguments.operands.count)
          } catch {
            let isUnsafe = error.description.unicodeScalars.contains(where: TerminalText.isUnsafe)
            #expect(!isUnsafe, "\(error)")
          }
        }
      }
    }
    #expect(operandCounts == [0, 1, 2, 3])
  }
}
