#define _GNU_SOURCE 1
#include "CCurses.h"
#include "session.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

volatile sig_atomic_t session_is_open;
int session_terminal = -1;
struct termios session_modes;
char session_restore_bytes[1024];
size_t session_restore_length;

static volatile sig_atomic_t stop_signal;
static volatile sig_atomic_t suspend_asked;
static volatile sig_atomic_t size_changed;

static int stray_read = -1;
static int kept_output = -1;
static int kept_error = -1;

static void write_all(int file, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

void session_restore(void) {
  if (session_is_open) {
    session_is_open = 0;
    // In the background the terminal's driver would stop the process here.
    signal(SIGTTOU, SIG_IGN);
    write_all(session_terminal, session_restore_bytes, session_restore_length);
    tcsetattr(session_terminal, TCSANOW, &session_modes);
    // The thread of the screen may still be drawing while another one dies.
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0) dup2(nowhere, session_terminal);
  }
  if (stray_read < 0) return;
  dup2(kept_output, STDOUT_FILENO);
  dup2(kept_error, STDERR_FILENO);
  char bytes[512];
  ssize_t count;
  while ((count = read(stray_read, bytes, sizeof bytes)) > 0) write_all(STDERR_FILENO, bytes, (size_t)count);
}

// MARK: Signals that ask

static void die_of(int signal_number) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(signal_number, &standard, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal_number);
  raise(signal_number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

static void on_stop(int signal_number) {
  int error = errno;
  if (stop_signal) {
    session_restore();
    die_of(signal_number);
  }
  stop_signal = signal_number;
  errno = error;
}

static void on_suspend(int signal_number) {
  (void)signal_number;
  suspend_asked = 1;
}

void session_watch_suspend(int on) {
  struct sigaction action = {.sa_handler = on ? on_suspend : SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, NULL);
}

static void on_size(int signal_number) {
  (void)signal_number;
  size_changed = 1;
}

void session_watch_size(void) {
  struct sigaction action = {.sa_handler = on_size};
  sigemptyset(&action.sa_mask);
  sigaction(SIGWINCH, &action, NULL);
}

int signals_take_size(void) {
  int changed = size_changed;
  size_changed = 0;
  return changed;
}

int signals_stop(void) { return stop_signal; }

int signals_take_suspend(void) {
  int asked = suspend_asked;
  suspend_asked = 0;
  return asked;
}

// MARK: Signals that kill

static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { FATAL_COUNT = sizeof fatal / sizeof *fatal };
static struct sigaction before[FATAL_COUNT];

static void on_fatal(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  int was_open = session_is_open;
  session_restore();
  if (was_open) {
    char text[] = "cifarlab: killed by signal 00\n";
    text[sizeof text - 4] = (char)('0' + signal_number / 10 % 10);
    text[sizeof text - 3] = (char)('0' + signal_number % 10);
    write_all(STDERR_FILENO, text, sizeof text - 1);
  }
  for (int i = 0; i < FATAL_COUNT; i++)
    if (fatal[i] == signal_number) sigaction(signal_number, &before[i], NULL);
  // A fault comes again when the instruction does; one that was sent has to be sent again.
  if (info->si_code <= 0) raise(signal_number);
}

static const int asking[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
enum { ASKING_COUNT = sizeof asking / sizeof *asking };

void signals_install(void) {
  struct sigaction stop = {.sa_handler = on_stop};
  sigemptyset(&stop.sa_mask);
  for (int i = 0; i < ASKING_COUNT; i++) {
    struct sigaction old;
    // One that is ignored from the start (nohup) stays so.
    if (sigaction(asking[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(asking[i], &stop, NULL);
  }

  static int installed;
  if (installed) return;
  installed = 1;
  static char stack[32768];
  stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) sigaltstack(&own, NULL);
  // Who has started this may have had them blocked.
  sigset_t all;
  sigemptyset(&all);
  for (int i = 0; i < ASKING_COUNT; i++) sigaddset(&all, asking[i]);
  sigaddset(&all, SIGTSTP);
  sigaddset(&all, SIGWINCH);
  pthread_sigmask(SIG_UNBLOCK, &all, NULL);
  struct sigaction kill_action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&kill_action.sa_mask);
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal[i], &kill_action, &before[i]);
}

void signals_remove(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigemptyset(&standard.sa_mask);
  for (int i = 0; i < ASKING_COUNT; i++) {
    struct sigaction old;
    if (sigaction(asking[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(asking[i], &standard, NULL);
  }
}

// MARK: Output of others

int stray_capture(void) {
  int ends[2];
  if (stray_read >= 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  fflush(stdout);
  fflush(stderr);
  kept_output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  kept_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  stray_read = ends[0];
  dup2(ends[1], STDOUT_FILENO);
  dup2(ends[1], STDERR_FILENO);
  close(ends[1]);
  // Into a pipe the C library would keep lines back.
  setvbuf(stdout, NULL, _IOLBF, 0);
  return stray_read;
}

void stray_release(void) {
  if (stray_read < 0) return;
  fflush(stdout);
  fflush(stderr);
  dup2(kept_output, STDOUT_FILENO);
  dup2(kept_error, STDERR_FILENO);
  close(kept_output);
  close(kept_error);
  kept_output = kept_error = stray_read = -1;
}

int stray_terminal(void) { return kept_output >= 0 ? kept_output : STDOUT_FILENO; }
