/// The program's entry; everything else is in `StandInProgram`.
@main
enum VectaraStandIn {
  static func main() {
    StandInProgram.run()
  }
}
