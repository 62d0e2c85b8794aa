/// The program's entry; everything else is in `Bench`.
@main
enum ZleaksBench {
  static func main() {
    Bench.run()
  }
}
