import DropBlockGenerators

extension PropertyFailure {
  /// A fault as the property engine takes it: by the name of its site, and with the fault inside.
  init(_ fault: Fault) {
    self.init(
      site: fault.site.name, kind: "violated", magnitude: fault.magnitude, details: fault)
  }

  /// The fault behind the failure; one in the property's own words if it was made without.
  var fault: Fault {
    details as? Fault
      ?? Fault(.custom(site), .custom(message.isEmpty ? kind : message), magnitude: magnitude)
  }
}
