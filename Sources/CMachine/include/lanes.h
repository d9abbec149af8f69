#ifndef CMACHINE_LANES_H
#define CMACHINE_LANES_H

// Comparisons of whole vectors. Swift 6.3 compiles those of SIMD16 lane by lane where it does not happen to join them
// again, and a pass over memory then takes six times as long.

/// Swift sees it as SIMD16<Float>.
typedef float machine_lanes __attribute__((ext_vector_type(16)));
typedef int machine_lane_bits __attribute__((ext_vector_type(16)));

/// The larger of `value` and zero; what is not a number stays so.
static inline __attribute__((always_inline)) machine_lanes machine_relu(machine_lanes value) {
  const machine_lanes zero = (machine_lanes)0.0f;
  return zero > value ? zero : value;
}

/// ReLU's gradient: `value` where `gate`, which it put out, is above zero (or not a number), zero elsewhere.
static inline __attribute__((always_inline)) machine_lanes machine_gate(machine_lanes value, machine_lanes gate) {
  return (machine_lanes)((machine_lane_bits)value & ~(gate <= 0.0f));
}

/// `value` where `gate` is above zero (or not a number), `slope`·`value` elsewhere.
static inline __attribute__((always_inline)) machine_lanes machine_leak(machine_lanes value, machine_lanes gate,
                                                                        float slope) {
  return gate <= 0.0f ? value * slope : value;
}

/// The larger of two values; what is not a number is larger than any.
static inline __attribute__((always_inline)) machine_lanes machine_larger(machine_lanes best, machine_lanes value) {
  return ((value > best) | (value != value)) ? value : best;
}

/// `value`, or the bound that it is beyond.
static inline __attribute__((always_inline)) machine_lanes machine_limit(machine_lanes value, machine_lanes lowest,
                                                                         machine_lanes highest) {
  value = value < lowest ? lowest : value;
  return value > highest ? highest : value;
}

/// `value` where `here` is `best`, zero elsewhere.
static inline __attribute__((always_inline)) machine_lanes machine_where_equal(machine_lanes value, machine_lanes here,
                                                                               machine_lanes best) {
  return (machine_lanes)((machine_lane_bits)value & (here == best));
}

/// `value` where `here` is not `best`, zero elsewhere.
static inline __attribute__((always_inline)) machine_lanes machine_unless_equal(machine_lanes value, machine_lanes here,
                                                                                machine_lanes best) {
  return (machine_lanes)((machine_lane_bits)value & ~(here == best));
}

#endif
