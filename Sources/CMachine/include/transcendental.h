#ifndef CMACHINE_TRANSCENDENTAL_H
#define CMACHINE_TRANSCENDENTAL_H

#include "lanes.h"

// Functions of whole vectors, as polynomials. What is not a number stays so.

// Where registers are narrower than 16 values, a vector is handed on in several of them, or in memory. Nothing here is
// called from outside of this program.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

/// eˣ: x = n·ln 2 + r with |r| ≤ ½·ln 2, eʳ by a polynomial (Cephes), then times 2ⁿ in two steps, so that it overflows
/// and underflows where it should.
static inline __attribute__((always_inline)) machine_lanes machine_exp(machine_lanes x) {
  // Added to a number, it leaves the nearest whole one in the lowest bits.
  const machine_lanes magic = (machine_lanes)12582912.0f;
  x = x > 104.0f ? (machine_lanes)104.0f : x;
  x = x < -104.0f ? (machine_lanes)-104.0f : x;
  const machine_lanes shifted = x * 1.44269504088896341f + magic;
  const machine_lane_bits n = (machine_lane_bits)shifted - (machine_lane_bits)magic;
  const machine_lanes whole = shifted - magic;
  const machine_lanes r = (x - whole * 0.693359375f) - whole * -2.12194440e-4f;
  machine_lanes p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  const machine_lane_bits half = n >> 1;
  return p * (machine_lanes)((half + 127) << 23) * (machine_lanes)((n - half + 127) << 23);
}

/// The error function: near zero x + x·P(x²), elsewhere 1 − e^Q(|x|) with the sign of x (minimax polynomials).
static inline __attribute__((always_inline)) machine_lanes machine_erf(machine_lanes x) {
  const machine_lane_bits sign = (machine_lane_bits)x & (machine_lane_bits)(-2147483647 - 1);
  const machine_lanes t = (machine_lanes)((machine_lane_bits)x ^ sign);
  const machine_lanes s = x * x;
  machine_lanes q = t * -1.72853470e-5f + 3.83197126e-4f;
  const machine_lanes u = t * -3.88396438e-3f + 2.42546219e-2f;
  q = q * s + u;
  q = q * t + -1.06777877e-1f;
  q = q * t + -6.34846687e-1f;
  q = q * t + -1.28717512e-1f;
  q = q * t + -t;
  const machine_lanes far = 1.0f - machine_exp(q);
  machine_lanes p = s * -5.96761703e-4f + 4.99119423e-3f;
  p = p * s + -2.67681349e-2f;
  p = p * s + 1.12819925e-1f;
  p = p * s + -3.76125336e-1f;
  p = p * s + 1.28379166e-1f;
  const machine_lanes near = p * x + x;
  return t > 0.927734375f ? (machine_lanes)((machine_lane_bits)far | sign) : near;
}

/// GELU: x·Φ(x) = x/2·(1 + erf(x/√2)).
static inline __attribute__((always_inline)) machine_lanes machine_gelu(machine_lanes x) {
  return 0.5f * x * (1.0f + machine_erf(x * 0.707106781186547524f));
}

/// Its slope: Φ(x) + x·φ(x), where φ is the normal density.
static inline __attribute__((always_inline)) machine_lanes machine_gelu_slope(machine_lanes x) {
  const machine_lanes density = 0.398942280401432678f * machine_exp(-0.5f * x * x);
  return 0.5f * (1.0f + machine_erf(x * 0.707106781186547524f)) + x * density;
}

/// SiLU: x·σ(x) = x/(1 + e⁻ˣ).
static inline __attribute__((always_inline)) machine_lanes machine_silu(machine_lanes x) {
  return x / (1.0f + machine_exp(-x));
}

/// Its slope: σ(x)·(1 + x·(1 − σ(x))).
static inline __attribute__((always_inline)) machine_lanes machine_silu_slope(machine_lanes x) {
  const machine_lanes share = 1.0f / (1.0f + machine_exp(-x));
  return share * (1.0f + x * (1.0f - share));
}

#pragma clang diagnostic pop

#endif
