import Testing

@testable import DropBlockVerification

struct NPYHeaderTests {
  private func parse(_ text: String) throws(NPYError) -> NPYHeader {
    let bytes = Array(text.utf8)
    return try NPYHeader(bytes, in: 0..<bytes.count)
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
    "{'shape':(2,3),'fortran_order':True,'descr':'<f4'}",
    " {\t\"descr\" : \"<f4\" ,\r\n 'fortran_order' : True , 'shape' : ( 2 , 3 , ) } \n",
    "{'descr': '<f4', 'fortran_order': True, 'shape': (2L, 3L)}",
  ])
  func `order of keys, quotes, white space and a last comma do not matter`(text: String) throws {
    let expected = NPYHeader(elementType: .float32, fortranOrder: true, shape: [2, 3])
    #expect(try parse(text) == expected)
  }

  @Test func `what is written is read back`() throws {
    for type in NPYElementType.allCases {
      for shape in [[], [0], [5], [1, 2], [3, 0, 7], [Int.max]] {
        let header = NPYHeader(elementType: type, fortranOrder: shape.count > 1, shape: shape)
        #expect(try parse(header.text) == header, "\(header.text)")
      }
    }
  }

  @Test(arguments: ["<i1", "|i1"])
  func `a format of one byte has no byte order`(name: String) throws {
    let text = "{'descr': '\(name)', 'fortran_order': False, 'shape': ()}"
    #expect(try parse(text).elementType == .int8)
  }

  @Test(arguments: [
    ("", 0, NPYError.Reason.syntax(found: "its end", expected: "'{'")),
    ("[]", 0, .syntax(found: "'['", expected: "'{'")),
    ("{}", 0, .missingKey("descr")),
    ("{'descr': '<f4', 'shape': ()}", 0, .missingKey("fortran_order")),
    ("{'descr': '<f4', 'fortran_order': False}", 0, .missingKey("shape")),
    ("{'descr': '<f4', 'descr': '<f4'}", 17, .duplicateKey("descr")),
    ("{'fortran_order': True, 'fortran_order': True}", 24, .duplicateKey("fortran_order")),
    ("{'shape': (), 'shape': ()}", 14, .duplicateKey("shape")),
    ("{'colour': 3}", 1, .unknownKey("colour")),
    ("{'descr': '<f4', 'fortran_order': 1}", 34, .syntax(found: "'1'", expected: "True or False")),
    ("{'descr': '<f4' 'shape': ()}", 16, .syntax(found: "'''", expected: "'}'")),
    ("{'descr", 1, .syntax(found: "a string without an end", expected: "a string")),
    ("{'descr': >f4}", 10, .syntax(found: "'>'", expected: "a string")),
    ("{'descr': '>f4'}", 10, .elementType(">f4")),
    ("{'descr': '|O'}", 10, .elementType("|O")),
    ("{'descr': '<V2'}", 10, .elementType("<V2")),
    ("{'descr': '|b4'}", 10, .elementType("|b4")),
    ("{'descr': [('x', '<f4')]}", 10, .elementType("[…]")),
    ("{'shape': (3)}", 12, .syntax(found: "')'", expected: "','")),
    ("{'shape': (,)}", 11, .syntax(found: "','", expected: "a size")),
    ("{'shape': (1,,2)}", 13, .syntax(found: "','", expected: "a size")),
    ("{'shape': (-3,)}", 11, .size("-3")),
    ("{'shape': (9223372036854775808,)}", 11, .size("9223372036854775808")),
    ("{'shape': 3}", 10, .syntax(found: "'3'", expected: "'('")),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x", 54,
      .syntax(found: "'x'", expected: "the end of the header")
    ),
    ("{'d\u{7}': 1}", 1, .unknownKey("d\\x07")),
  ])
  func `a malformed header is refused at its place`(
    text: String, place: Int, reason: NPYError.Reason
  ) {
    #expect(throws: NPYError(reason, at: place), "\(text)") { try parse(text) }
  }

  @Test func `more axes than NumPy allows are refused before they are read`() {
    let sizes = String(repeating: "1, ", count: 1000)
    #expect(throws: NPYError(.rank(65), at: 10)) { try parse("{'shape': (\(sizes))}") }
  }
}
