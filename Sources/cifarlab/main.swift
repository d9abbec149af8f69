import CursesTerminal
import Experiments
import Lab

print("usage: cifarlab COMMAND")
