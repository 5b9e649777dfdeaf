/// Values of several generators at once, drawn from left to right.
public func zip<each Value>(
  _ generators: repeat Generator<each Value>
) -> Generator<(repeat each Value)> {
  Generator<(repeat each Value)> { draw throws(Rejection) in
    (repeat try (each generators).produce(&draw))
  }
}
