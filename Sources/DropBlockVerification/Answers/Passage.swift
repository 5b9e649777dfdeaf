/// What went into a pass, and what came out.
struct Passage {
  /// Which of the two it was.
  let pass: Pass

  /// The input, or the gradient of the output.
  let given: TensorBits

  /// The output, or the gradient of the input.
  let got: TensorBits
}

extension Reading {
  /// The forward pass.
  var forward: Passage {
    Passage(pass: .forward, given: question.input, got: result.output)
  }

  /// The backward pass; nil where no gradient was asked for, or none of its size came.
  var backward: Passage? {
    guard let given = question.outputGradient, let got = result.inputGradient,
      given.count == got.count
    else { return nil }
    return Passage(pass: .backward, given: given, got: got)
  }
}
