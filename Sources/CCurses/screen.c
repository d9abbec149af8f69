#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE 1
#include "CCurses.h"
#include "session.h"
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

int curses_key(WINDOW *window, int milliseconds, uint32_t *code) {
  wtimeout(window, milliseconds);
  wint_t key = 0;
  int kind = wget_wch(window, &key);
  *code = (uint32_t)key;
  if (kind != ERR) return kind == KEY_CODE_YES ? 2 : 1;
  struct pollfd state = {.fd = fileno(input_file), .events = POLLIN};
  return poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR | POLLNVAL)) ? 3 : 0;
}

int curses_bytes(uint8_t *bytes, int capacity, int milliseconds) {
  struct pollfd state = {.fd = fileno(input_file), .events = POLLIN};
  if (poll(&state, 1, milliseconds) != 1) return 0;
  ssize_t count = read(state.fd, bytes, (size_t)capacity);
  return count > 0 ? (int)count : 0;
}

void curses_unread_byte(uint8_t byte) { ungetch(byte); }

void curses_unread_key(int kind, uint32_t code) {
  if (kind == 1) unget_wch((wchar_t)code);
  if (kind == 2) ungetch((int)code);
}

int curses_mouse(int *x, int *y) {
  MEVENT event;
  if (getmouse(&event) != OK) return 0;
  *x = event.x;
  *y = event.y;
  if (event.bstate & BUTTON1_DOUBLE_CLICKED) return 2;
  if (event.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED)) return 1;
  if (event.bstate & BUTTON4_PRESSED) return 3;
  if (event.bstate & BUTTON5_PRESSED) return 4;
  return 0;
}

void curses_report_mouse(int on) {
  mouseinterval(0);
  mmask_t wanted = BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED;
  mousemask(on ? wanted : 0, NULL);
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
  // Mouse reports off and everything that the entry knows to take back.
  const char *mouse_off = "\033[?1000l\033[?1006l";
  if (key_mouse) for (const char *byte = mouse_off; *byte; byte++) append_to_restore(*byte);
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
  screen = open_screen(terminal, terminfo_folder);
  if (!screen) {
    close_files();
    return 0;
  }
  set_term(screen);
  prepare_restore();
  session_is_open = 1;
  session_watch_suspend(1);
  session_watch_size();
  set_escdelay(25);
  // Pictures are sent past ncurses: it must not move cells that it knows too little of.
  idcok(stdscr, FALSE);
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  struct termios modes;
  if (tcgetattr(own_input, &modes) == 0) {
    // Ctrl-S, Ctrl-Q, Ctrl-V, and Ctrl-O are keys like others.
    modes.c_iflag &= (tcflag_t) ~(IXON | IXOFF);
    modes.c_lflag &= (tcflag_t)~IEXTEN;
    // Nothing is left to be translated in the output: the driver need not look at each byte.
    modes.c_oflag &= (tcflag_t)~OPOST;
    tcsetattr(own_input, TCSANOW, &modes);
    def_prog_mode();
  }
  curs_set(0);
  return 1;
}

void curses_stop(void) {
  if (!screen) return;
  curses_report_mouse(0);
  curs_set(1);
  endwin();
  fflush(output_file);
  session_is_open = 0;
  session_watch_suspend(0);
  delscreen(screen);
  screen = NULL;
  close_files();
}

void curses_suspend(void) {
  endwin();
  fflush(output_file);
  session_is_open = 0;
  session_watch_suspend(0);
  kill(getpid(), SIGTSTP);
  // Here it goes on when the shell brings it to the foreground.
  session_watch_suspend(1);
  session_is_open = 1;
  reset_prog_mode();
  clearok(curscr, TRUE);
}

int curses_cursor_column(void) { return getcurx(curscr); }
int curses_cursor_row(void) { return getcury(curscr); }

void curses_send(const void *bytes, size_t count) {
  if (!output_file) return;
  fwrite(bytes, 1, count, output_file);
  fflush(output_file);
}
