using Dispatch.Protocol.Problems;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>Starts what the runner asks for, or says why it can't be.</summary>
internal static class ProcessStart
{
    private const int Reserved = 32;

    private static readonly int DescriptorLimit = ThisProcess.DescriptorLimit();

    public static HeldProcess? TryStart(SpawnRequest request, Poller poller, Action<HeldProcess> news, out Error? error)
    {
        error = Check(request);
        if (error is not null)
        {
            return null;
        }

        try
        {
            return request.Pty ? InTerminal(request, poller, news, out error) : WithPipes(request, poller, news, out error);
        }
        catch (ErrnoException e)
        {
            error = Failed(request, e.Error, e.Message);
            return null;
        }
    }

    private static HeldProcess? InTerminal(SpawnRequest request, Poller poller, Action<HeldProcess> news, out Error? error)
    {
        var terminal = PseudoTerminal.Open(request.Cols, request.Rows);
        KeepSome(terminal.Slave);
        var streams = new SpawnStreams(terminal.SlavePath, null, null, null);
        if (Spawn(request, streams, out var pid, out error))
        {
            return Hold(request, pid, terminal, terminal.Master, [terminal.Master], poller, news);
        }

        terminal.Dispose();
        return null;
    }

    private static HeldProcess? WithPipes(SpawnRequest request, Poller poller, Action<HeldProcess> news, out Error? error)
    {
        using var input = Pipe.Open();
        using var output = Pipe.Open();
        using var errors = Pipe.Open();
        KeepSome(errors.Write);
        var streams = new SpawnStreams(null, input.Read, output.Write, errors.Write);
        return Spawn(request, streams, out var pid, out error)
            ? Hold(request, pid, null, input.TakeWrite(), [output.TakeRead(), errors.TakeRead()], poller, news)
            : null;
    }

    private static HeldProcess Hold(
        SpawnRequest request, int pid, PseudoTerminal? terminal, Descriptor input, Descriptor[] outputs, Poller poller, Action<HeldProcess> news)
    {
        try
        {
            return new HeldProcess(request.Key, pid, terminal, input, outputs, poller, news);
        }
        catch (ErrnoException)
        {
            ChildStatus.Kill(pid);
            terminal?.Dispose();
            throw;
        }
    }

    // The lowest free number is given out first, so a high one tells that few are left; a runner must always be able to connect.
    private static void KeepSome(Descriptor newest)
    {
        if (newest.Number > DescriptorLimit - Reserved)
        {
            throw new ErrnoException("open a terminal", Errno.TooManyFiles);
        }
    }

    private static bool Spawn(SpawnRequest request, SpawnStreams streams, out int pid, out Error? error)
    {
        var failure = Spawning.Start(request.Program, request.Arguments, request.Environment, request.Cwd, streams, out pid);
        error = failure == 0 ? null : Explain(request, failure);
        return failure == 0;
    }

    private static Error? Check(SpawnRequest request)
    {
        static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

        return HasNul(request.Program) || HasNul(request.Cwd) || request.Arguments.Any(HasNul) || request.Environment.Any(HasNul)
            ? Invalid("spawn.invalid", "A NUL character can't be part of a command, a folder or a variable. Leave it out.")
            : request.Pty && (request.Cols is < 1 or > ushort.MaxValue || request.Rows is < 1 or > ushort.MaxValue)
                ? Invalid("spawn.invalid", $"A terminal can't have {request.Cols} columns and {request.Rows} rows.")
                : null;
    }

    // The folder is changed in the child before the program is executed, and both give the same errors.
    private static Error Explain(SpawnRequest request, int failure) => failure switch
    {
        _ when !Directory.Exists(request.Cwd) =>
            Invalid("spawn.cwd-missing", $"The folder {request.Cwd} doesn't exist or can't be entered. Choose another one."),
        Errno.NoEntry when File.Exists(request.Program) =>
            Invalid("spawn.not-executable", $"{request.Program} names an interpreter that doesn't exist. Check its first line."),
        Errno.NoEntry or Errno.NotFolder =>
            Invalid("spawn.command-not-found", $"There is no program {request.Program}. Check its name, or install it."),
        Errno.Access =>
            Invalid("spawn.not-executable", $"{request.Program} or the folder {request.Cwd} may not be used. Check their permissions (chmod +x)."),
        Errno.NotExecutable =>
            Invalid("spawn.not-executable", $"{request.Program} is no program for this machine. A script needs a first line like #!/bin/sh."),
        Errno.TooLong =>
            Invalid("spawn.too-long", $"The arguments and variables of {request.Program} are longer than the system takes. Shorten them."),
        _ => Failed(request, failure, Errno.Message(failure)),
    };

    private static Error Failed(SpawnRequest request, int failure, string message) => failure == Errno.TooManyFiles
        ? new Error(ErrorKind.TooMany, "spawn.too-many", "The keeper has as many files open as it may (ulimit -n). End some sessions, or raise the limit.")
        : new Error(ErrorKind.Failed, "spawn.failed", $"{request.Program} couldn't be started: {message}.");

    private static Error Invalid(string code, string message) => new(ErrorKind.Invalid, code, message);
}
