import CCurses
import Screen

/// The one place that talks to ncurses.
package final class Terminal {}
