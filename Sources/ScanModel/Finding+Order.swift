/// How two values follow each other.
package enum ReportOrder: Sendable {
  case ascending, same, descending

  /// Compares two values.
  package init<Value: Comparable>(_ left: Value, _ right: Value) {
    self = left < right ? .ascending : left == right ? .same : .descending
  }
}

extension Finding {
  /// How two findings follow each other in a report: by repository, place, object, rule, key.
  package static func reportOrder(_ left: Finding, _ right: Finding) -> ReportOrder {
    let none: [UInt8] = []
    let leftRepository = left.git?.repository?.bytes ?? none
    let rightRepository = right.git?.repository?.bytes ?? none
    if leftRepository != rightRepository {
      return leftRepository.lexicographicallyPrecedes(rightRepository) ? .ascending : .descending
    }
    let place = ReportOrder(left.location, right.location)
    if place != .same { return place }
    let object = ReportOrder(left.git?.object ?? "", right.git?.object ?? "")
    if object != .same { return object }
    let rule = ReportOrder(left.rule, right.rule)
    return rule != .same ? rule : ReportOrder(left.key.fingerprint, right.key.fingerprint)
  }
}
