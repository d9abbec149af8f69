#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE 1
#include "CCurses.h"
#include "session.h"
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *input_file;
static FILE *output_file;

WINDOW *curses_stdscr(void) { return stdscr; }
int curses_columns(void) { return COLS; }
int curses_rows(void) { return LINES; }
int curses_colours(void) { return COLORS; }
int curses_pairs(void) { return COLOR_PAIRS; }

int curses_set_locale(int utf8) {
  if (setlocale(LC_CTYPE, "") && !utf8) return 0;
  // Over SSH the locale's name often arrives where the locale itself is not installed.
  if (utf8 && strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int curses_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

void curses_put(int y, int x, const uint32_t *scalars, int count, int pair, int attributes) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
  attr_t bits = A_NORMAL;
  if (attributes & CURSES_BOLD) bits |= A_BOLD;
  if (attributes & CURSES_UNDERLINE) bits |= A_UNDERLINE;
  if (attributes & CURSES_REVERSE) bits |= A_REVERSE;
  if (attributes & CURSES_DIM) bits |= A_DIM;
  cchar_t cell;
  // COLOR_PAIR has 8 bits only: the pair goes through the extension argument.
  if (setcchar(&cell, text, bits, 0, &pair) == OK) mvadd_wch(y, x, &cell);
}

int curses_bytes(uint8_t *bytes, int capacity, int milliseconds) {
  struct pollfd state = {.fd = fileno(input_file), .events = POLLIN};
  if (poll(&state, 1, milliseconds) != 1) return 0;
  if (!(state.revents & POLLIN)) return -1;
  ssize_t count = read(state.fd, bytes, (size_t)capacity);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  return count > 0 ? (int)count : -1;
}

void curses_take_size(void) {
  struct winsize size;
  if (ioctl(fileno(output_file), TIOCGWINSZ, &size) != 0 || size.ws_row < 1 || size.ws_col < 1) return;
  resize_term(size.ws_row, size.ws_col);
}

// All modes in which a terminal reports the mouse or the focus, and in which form: another program may have left one on.
#define MOUSE_OFF \
  "\033[?9l\033[?1000l\033[?1001l\033[?1002l\033[?1003l\033[?1004l\033[?1005l\033[?1006l\033[?1015l\033[?1016l"
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/// Whether the terminal speaks ECMA-48 and passes over private modes that it does not know.
static int knows_modes(void) { return cursor_address && strncmp(cursor_address, "\033[", 2) == 0; }

void curses_report_mouse(int on) {
  const char *modes = on ? MOUSE_ON : MOUSE_OFF;
  if (knows_modes()) curses_send(modes, strlen(modes));
}

/// Takes the terminal for the lab: its keys as terminfo has them, pastes marked, nothing else reported.
static void take_input(void) {
  keypad(stdscr, TRUE);
  if (knows_modes()) curses_send(MOUSE_OFF PASTE_ON, strlen(MOUSE_OFF PASTE_ON));
}

static void give_input_back(void) {
  if (knows_modes()) curses_send(MOUSE_OFF PASTE_OFF, strlen(MOUSE_OFF PASTE_OFF));
}

void curses_reset_pairs(void) {
  reset_color_pairs();
  // All cells are sent again, but the screen is not cleared: it would flicker.
  clearok(curscr, FALSE);
  redrawwin(stdscr);
}

static int append_to_restore(int byte) {
  if (session_restore_length < sizeof session_restore_bytes)
    session_restore_bytes[session_restore_length++] = (char)byte;
  return byte;
}

static void prepare_restore(void) {
  session_restore_length = 0;
  // The modes and everything that the entry knows to take back.
  if (knows_modes()) for (const char *byte = MOUSE_OFF PASTE_OFF; *byte; byte++) append_to_restore(*byte);
  const char *strings[] = {exit_attribute_mode, orig_pair, cursor_normal, exit_ca_mode, keypad_local};
  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
    if (strings[i]) tputs(strings[i], 1, append_to_restore);
}

static SCREEN *open_screen(const char *terminal, const char *terminfo_folder) {
  if (!terminfo_folder) return newterm(terminal, output_file, input_file);
  const char *before = getenv("TERMINFO");
  char *kept = before ? strdup(before) : NULL;
  setenv("TERMINFO", terminfo_folder, 1);
  SCREEN *opened = newterm(terminal, output_file, input_file);
  if (kept) setenv("TERMINFO", kept, 1);
  else unsetenv("TERMINFO");
  free(kept);
  return opened;
}

static void close_files(void) {
  if (input_file) fclose(input_file);
  if (output_file) fclose(output_file);
  input_file = output_file = NULL;
}

int curses_start(const char *terminal, int input, int output, const char *terminfo_folder) {
  int own_input = dup(input);
  int own_output = dup(output);
  input_file = own_input < 0 ? NULL : fdopen(own_input, "r");
  output_file = own_output < 0 ? NULL : fdopen(own_output, "w");
  session_terminal = own_output;
  if (!input_file || !output_file || tcgetattr(own_input, &session_modes) != 0) {
    close_files();
    return 0;
  }
  // Set first: ncurses keeps its own handlers off signals that have one.
  signals_install();
  session_watch_size();
  screen = open_screen(terminal, terminfo_folder);
  if (!screen) {
    close_files();
    return 0;
  }
  set_term(screen);
  prepare_restore();
  session_is_open = 1;
  session_watch_suspend(1);
  // Pictures are sent past ncurses: it must not move cells that it knows too little of.
  idcok(stdscr, FALSE);
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  struct termios modes;
  if (tcgetattr(own_input, &modes) == 0) {
    // Ctrl-S, Ctrl-Q, Ctrl-V, and Ctrl-O are keys like others.
    // Ctrl-C is one, too: a training asks before it ends. Ctrl-\\ still is a signal.
    modes.c_cc[VINTR] = _POSIX_VDISABLE;
    modes.c_iflag &= (tcflag_t) ~(IXON | IXOFF);
    modes.c_lflag &= (tcflag_t)~IEXTEN;
    // Nothing is left to be translated in the output: the driver need not look at each byte.
    modes.c_oflag &= (tcflag_t)~OPOST;
    tcsetattr(own_input, TCSANOW, &modes);
    def_prog_mode();
  }
  take_input();
  curs_set(0);
  return 1;
}

void curses_stop(void) {
  if (!screen) return;
  give_input_back();
  curs_set(1);
  endwin();
  fflush(output_file);
  session_is_open = 0;
  session_watch_suspend(0);
  delscreen(screen);
  screen = NULL;
  close_files();
}

static void leave_screen(void) {
  give_input_back();
  endwin();
  fflush(output_file);
  session_is_open = 0;
  session_watch_suspend(0);
}

static void come_back(void) {
  session_watch_suspend(1);
  session_is_open = 1;
  reset_prog_mode();
  take_input();
  clearok(curscr, TRUE);
}

void curses_suspend(void) {
  leave_screen();
  kill(getpid(), SIGTSTP);
  // Here it goes on when the shell brings it to the foreground.
  come_back();
}

/// Starts a program on the terminal; it stays in the foreground with this one. 0 when that fails.
static pid_t start_on_terminal(char *const arguments[]) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t settings;
  sigset_t none;
  sigset_t usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  int asking[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH, SIGPIPE};
  for (size_t i = 0; i < sizeof asking / sizeof *asking; i++) sigaddset(&usual, asking[i]);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, fileno(input_file), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(output_file), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(output_file), STDERR_FILENO);
  posix_spawnattr_init(&settings);
  posix_spawnattr_setsigmask(&settings, &none);
  posix_spawnattr_setsigdefault(&settings, &usual);
  posix_spawnattr_setflags(&settings, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  int failure = posix_spawnp(&child, arguments[0], &files, &settings, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&settings);
  return failure ? 0 : child;
}

int curses_lend(char *const arguments[]) {
  leave_screen();
  // What is typed for the other program is not for this one.
  struct sigaction ignored = {.sa_handler = SIG_IGN};
  struct sigaction interrupt, quit;
  sigaction(SIGINT, &ignored, &interrupt);
  sigaction(SIGQUIT, &ignored, &quit);
  pid_t child = start_on_terminal(arguments);
  int status = 0;
  pid_t ended = child;
  if (child > 0) do ended = waitpid(child, &status, 0); while (ended < 0 && errno == EINTR);
  sigaction(SIGINT, &interrupt, NULL);
  sigaction(SIGQUIT, &quit, NULL);
  come_back();
  if (child <= 0 || ended < 0) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int curses_cursor_column(void) { return getcurx(curscr); }
int curses_cursor_row(void) { return getcury(curscr); }

void curses_send(const void *bytes, size_t count) {
  if (!output_file) return;
  fwrite(bytes, 1, count, output_file);
  fflush(output_file);
}
