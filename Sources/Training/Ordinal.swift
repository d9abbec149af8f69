/// The number of an epoch or a fit call as people count, from 1: what screens and text say. Code, CSV and JSON count
/// from 0.
package func ordinal(_ index: Int) -> Int { index < .max ? index + 1 : index }
