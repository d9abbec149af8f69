#ifndef CMACHINE_H
#define CMACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "compiled.h"
#include "lanes.h"
#include "transcendental.h"

/// Treats denormal numbers as zero on the calling thread: they slow convolution 20 to 50 times.
/// Returns what was set before, for `machine_restore`.
unsigned machine_flush_to_zero(void);

/// Sets the calling thread's floating-point mode back.
void machine_restore(unsigned mode);

/// The -march value that the numeric code was compiled with.
const char *machine_compiled_for(void);

/// The name of the first CPU feature that the numeric code was compiled for and this CPU lacks, or NULL.
const char *machine_missing_feature(void);

/// Asks for the cache line at `address`, which will be read soon.
static inline void machine_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }

/// Asks for the cache line at `address`, which will be written soon.
static inline void machine_prefetch_for_writing(const void *address) { __builtin_prefetch(address, 1, 3); }

/// Asks the system to back `bytes` from `start` with large pages: big tensors are walked through in more places at once
/// than the processor remembers small pages for. Without effect where there are none.
void machine_use_large_pages(void *start, size_t bytes);

/// How many cores the calling thread may run on.
int machine_cores(void);

/// The core that the calling thread is on.
int machine_core(void);

/// Moves the calling thread to another core, if it may run on another, where it now runs on `core`.
void machine_leave_core(int core);

/// A clock that goes on while the process is stopped, in nanoseconds.
int64_t machine_nanoseconds(void);

/// When the process last went on after it was stopped (SIGCONT), by that clock. Noticed from the first call on; before,
/// and where there was none, the smallest number.
int64_t machine_continued_at(void);

/// Gives the calling thread a stack for signal handlers, unless it has one: the handler of a stack overflow needs it. It
/// is freed when the thread ends.
void machine_use_signal_stack(void);

/// Lets a loop that waits for another thread go easy on the core.
static inline void machine_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
