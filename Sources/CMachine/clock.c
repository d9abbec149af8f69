#define _GNU_SOURCE
#include "CMachine.h"

#include <signal.h>
#include <stdatomic.h>
#include <time.h>

int64_t machine_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static _Atomic int64_t continued_at = INT64_MIN;

static void on_continue(int signal_number) {
  (void)signal_number;
  atomic_store(&continued_at, machine_nanoseconds());
}

int64_t machine_continued_at(void) {
  static atomic_flag is_watched = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&is_watched)) {
    struct sigaction action = {.sa_handler = on_continue, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGCONT, &action, NULL);
  }
  return atomic_load(&continued_at);
}
