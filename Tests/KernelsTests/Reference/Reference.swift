/// Every kernel once more, as plain loops over image, channel, row and column in double precision. They share nothing
/// with the kernels but the order of the weights: `[output channel][input channel][row][column]`.
enum Reference {}
