/// The program's entry; everything else is in `Program`.
///
/// `main` is one call, and not asynchronous: closures written here would run on the main actor only,
/// and an asynchronous `main` costs milliseconds at the end.
@main
enum Zleaks {
  static func main() {
    Program.run()
  }
}
