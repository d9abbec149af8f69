import Glibc

/// eˣ of each lane. Only the loss needs it, once for each class of an image: the C library's function is fast enough.
func exponential(_ x: Lanes) -> Lanes {
  var result = Lanes.zero
  for lane in 0..<Lanes.scalarCount { result[lane] = expf(x[lane]) }
  return result
}

/// ln x of each lane.
func logarithm(_ x: Lanes) -> Lanes {
  var result = Lanes.zero
  for lane in 0..<Lanes.scalarCount { result[lane] = logf(x[lane]) }
  return result
}
