import CMachine
import CursesTerminal
import Files
import Foundation

// A reader that has gone shows as an error of the write, and not as the end of the process.
signal(SIGPIPE, SIG_IGN)
// A parent that starts programs from a thread with blocked signals hands them on blocked, SIGTERM included.
var unblocked = sigset_t()
sigemptyset(&unblocked)
pthread_sigmask(SIG_SETMASK, &unblocked, nil)
StopSignal.unwatch()

// Before anything numeric: an instruction that the CPU does not know would end the process without a word.
if let missing = machine_missing_feature() {
  let text = """
    cifarlab: compiled for \(String(cString: machine_compiled_for())), but this CPU lacks \(String(cString: missing)); \
    build it on this machine, or with CIFARLAB_MARCH=x86-64-v2 for any\n
    """
  FileHandle.standardError.write(Data(text.utf8))
  exit(ExitCode.internalError.rawValue)
}

exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), .ofProcess()).rawValue)
