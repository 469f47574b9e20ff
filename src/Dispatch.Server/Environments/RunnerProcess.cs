using System.Diagnostics;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Environments;

/// <summary>Starts the runner in a session of its own (<c>setsid</c>), so that it outlives this server; it writes to <c>runner.log</c>.</summary>
internal sealed class RunnerProcess(ServerOptions options, Foundation foundation)
{
    // exec all the way: the process started here is the runner.
    private const string Detached = """log=$1; shift; exec setsid "$0" "$@" </dev/null >>"$log" 2>&1""";

    /// <summary>Ends the runner that is there. Its sessions live on with the keeper.</summary>
    public void EndPresent()
    {
        if (LockFile.Holder(options.Data.RunnerLock) is not { } pid)
        {
            return;
        }

        try
        {
            using var present = Process.GetProcessById(pid);
            present.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <exception cref="IOException">It can't be started; the message says why and what to do.</exception>
    public Process Start()
    {
        if (!File.Exists(options.Runner))
        {
            throw new FileNotFoundException($"The runner's program {options.Runner} is not there; install Dispatch again, or name it with --runner FILE.");
        }

        // It outlives this server, and must not hold the folder that this one was started in.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in (string[])
            ["-c", Detached, options.Runner, options.Data.LogFile("runner"), "--data", options.Data.Root, "--environment", foundation.Environment, "--detached"])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in start.Environment.Keys.Where(WithheldVariables.Include).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment[InlineSockets.Variable] = InlineSockets.On;
        try
        {
            return Process.Start(start) ?? throw new IOException("/bin/sh could not be started.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"/bin/sh could not be started ({e.Message.TrimEnd('.')}); the runner needs it.", e);
        }
    }
}
