@main
enum VectaraStandIn {
  static func main() {}
}
