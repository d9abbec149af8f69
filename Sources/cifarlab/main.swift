import CMachine
import CursesTerminal
import Files
import Foundation

// A closed pipe becomes an error of the write instead of ending the process.
signal(SIGPIPE, SIG_IGN)
// Blocked signals are inherited: a parent may have started us from a thread that blocks SIGTERM.
var unblocked = sigset_t()
sigemptyset(&unblocked)
pthread_sigmask(SIG_SETMASK, &unblocked, nil)
StopSignal.unwatch()

// Before any numeric code, which would die of an illegal instruction on a CPU that is too old.
if let missing = machine_missing_feature() {
  let text = """
    cifarlab: compiled for \(String(cString: machine_compiled_for())), but this CPU lacks \(String(cString: missing)); \
    build it on this machine, or with CIFARLAB_MARCH=x86-64-v2 for any\n
    """
  FileHandle.standardError.write(Data(text.utf8))
  exit(ExitCode.internalError.rawValue)
}

exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), .ofProcess()).rawValue)
