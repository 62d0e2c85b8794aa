import Foundation
import FoundationXML

/// An XML text as another reader understands it: its elements with their attributes and texts.
final class ParsedXML: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  /// Reads a text; `nil` if it is not well-formed.
  static func read(_ text: String) -> [Element]? {
    let parser = XMLParser(data: Data(text.utf8))
    let parsed = ParsedXML()
    parser.delegate = parsed
    return parser.parse() ? parsed.elements : nil
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser,
    didEndElement name: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let index = open.last { elements[index].text += text }
  }
}
