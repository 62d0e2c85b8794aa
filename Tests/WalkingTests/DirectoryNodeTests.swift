import ScanModel
import Testing

@testable import Walking

@Suite struct DirectoryNodeTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: [
    ("", ".", "x", 0), ("/", "/", "/x", 1), ("src", "src", "src/x", 4),
    ("../a b", "../a b", "../a b/x", 7),
  ])
  func pathsOfARoot(path: String, openPath: String, child: String, rootByteCount: Int) {
    let node = DirectoryNode(root: bytes(path), ignoreContext: nil)
    #expect(node.openPath == bytes(openPath))
    #expect(node.contentPath.text == openPath)
    #expect(node.path(of: bytes("x")) == bytes(child))
    #expect(node.rootByteCount == rootByteCount)
    #expect(node.isRoot)
    let below = DirectoryNode(bytes("x"), in: node)
    #expect(below.path == bytes(child))
    #expect(below.openPath == bytes(child))
    #expect(below.rootByteCount == rootByteCount)
    #expect(!below.isRoot)
  }

  @Test func packedNamesComeOffFromTheEnd() {
    let root = DirectoryNode(root: [], ignoreContext: nil)
    let names = (0..<3_000).map { number in
      [UInt8](repeating: UInt8(1 + number % 255), count: 1 + number % 255)
    }
    var item = WalkItem(
      parent: root,
      kind: .directories,
      names: Array(names.joined(separator: [0])) + [0]
    )
    var taken: [[UInt8]] = []
    while let name = item.popLast() { taken.append(name) }
    #expect(taken == names.reversed())
    #expect(item.names == [])
    #expect(item.popLast() == nil)
  }
}
