import Foundation
import TestSupport
import Testing

/// Runs a program on a terminal of its own, where somebody reads and types.
enum Pseudoterminal {
  /// Whether there is what it needs.
  static let isAvailable = Zleaks.program("python3") != nil

  /// Waits for a text on the terminal, and then types.
  struct Step: Encodable {
    /// The text to wait for, behind what was waited for before.
    let text: String

    /// What is typed; `^C` and `^D` are `\u{3}` and `\u{4}`.
    let keys: String

    init(_ text: String, type keys: String) {
      self.text = text
      self.keys = keys
    }
  }

  /// What a program left.
  struct Outcome: Decodable {
    /// Everything that stood on the terminal.
    let screen: String

    /// The exit status, or 128 and the signal's number.
    let status: Int32

    /// Whether the terminal's settings were the same before and after.
    let isSane: Bool
  }

  /// Runs a command line in a directory.
  static func run(
    _ arguments: [String],
    _ steps: [Step],
    in scratch: Scratch,
    environment: [String: String]
  ) throws -> Outcome {
    let encoded = String(decoding: try JSONEncoder().encode(steps), as: UTF8.self)
    let outcome = try Command.run(
      ["python3", "-c", script, encoded] + arguments,
      in: scratch.path,
      environment: environment
    )
    #expect(outcome.status == 0, "\(outcome.errorText)")
    return try JSONDecoder().decode(Outcome.self, from: Data(outcome.output))
  }

  private static let script = """
    import json, os, pty, select, sys, termios, time
    steps, command = json.loads(sys.argv[1]), sys.argv[2:]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    before = termios.tcgetattr(terminal)
    screen, seen, deadline = b'', 0, time.time() + 60
    while time.time() < deadline:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            screen += piece
        if steps:
            place = screen.find(steps[0]['text'].encode(), seen)
            if place >= 0:
                seen = place + len(steps[0]['text'].encode())
                time.sleep(0.1)
                os.write(terminal, steps.pop(0)['keys'].encode())
    else:
        os.kill(pid, 9)
    _, status = os.waitpid(pid, 0)
    status = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    print(json.dumps({'screen': screen.decode('utf-8', 'replace'), 'status': status,
                      'isSane': termios.tcgetattr(terminal) == before}))
    """
}
