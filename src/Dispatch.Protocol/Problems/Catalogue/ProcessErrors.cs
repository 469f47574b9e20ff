namespace Dispatch.Protocol.Problems.Catalogue;

internal static class ProcessErrors
{
    public static readonly ErrorGroup Group = new("Processes", "The keeper, when it can't start a process: told as the reason of the session that failed.",
    [
        new("keeper.stopping", "The keeper was told to end, with every shell.", "Try again: the runner starts another.", Retry: true),
        new("keeper.unavailable", "No keeper answers, so no process can be started or typed into. It is being started again.", "Try again in a moment; if it goes on: `dispatch doctor`.", Retry: true),
        new("spawn.command-not-found", "The program isn't there.", "Check its name, or install it."),
        new("spawn.cwd-missing", "The folder to start in isn't there, or can't be entered.", "Choose another."),
        new("spawn.failed", "The system didn't start the process; the message has its reason.", "See to that, then restart the session.", Retry: true),
        new("spawn.invalid", "The command, the folder, a variable or the size can't be used.", "Correct what the message names."),
        new("spawn.not-executable", "The file is no program, or may not be executed.", "Check its permissions and its first line."),
        new("spawn.too-long", "Arguments and variables are longer than the system or the keeper takes.", "Shorten them; put long ones into a file."),
        new("spawn.too-many", "The keeper has as many files open as it may.", "End some sessions, or raise the limit (`ulimit -n`) before `dispatch start`."),
    ]);
}
