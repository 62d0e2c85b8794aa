import Posix
import StandInService

/// The program: starts a stand-in, says where it is, and waits until it is told to end.
enum StandInProgram {
  /// Runs the command line that the process was started with, and ends the process.
  static func run() -> Never {
    Process.ignoreWriteSignals()
    Interrupt.catchFirst()
    do throws(CommandLineError) {
      var arguments: [String] = []
      for bytes in Process.arguments {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        arguments.append(text)
      }
      let options = try StandInOptions(parsing: arguments)
      if options.wantsHelp {
        print(StandInOptions.help)
        Process.exit(0)
      }
      try serve(options)
    } catch {
      report("\(error)")
      if error.isUsage { say("run 'vectara-standin --help' for the options\n") }
      Process.exit(error.isUsage ? 2 : 3)
    }
    Process.exit(0)
  }

  private static func serve(_ options: StandInOptions) throws(CommandLineError) {
    do throws(StandInError) {
      let configuration = try options.makeConfiguration()
      let file = KeyFile(keys: configuration.keys, clients: configuration.clients)
      let standIn = try StandIn(configuration)
      if let path = options.writeKeysPath { try file.write(to: path) }
      if let path = options.writeCredentialPath { try file.writeCredential(to: path) }
      try standIn.start()
      // Everything is there, so that whoever waits for this line can go on.
      print(standIn.address + "\n")
      if options.printsKeys { print(String(decoding: file.text, as: UTF8.self)) }
      let nothing = Monitor(())
      while Interrupt.caught == nil { _ = nothing.wait(atMost: 100) { _ in Bool?.none } }
      standIn.stop()
    } catch { throw .standIn(error) }
  }

  private static func print(_ text: String) {
    // Whoever started the program may not want to know.
    try? FileDescriptor(borrowing: 1).write(Array(text.utf8).span)
  }

  private static func report(_ message: String) {
    say("vectara-standin: error: \(message)\n")
  }

  private static func say(_ text: String) {
    // Nobody can be told that standard error is gone.
    try? FileDescriptor(borrowing: 2).write(Array(text.utf8).span)
  }
}
