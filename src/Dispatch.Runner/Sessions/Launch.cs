using System.Collections;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Terminals.ShellIntegration;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>A command made ready to start: found, in a folder that is there, with its environment.</summary>
/// <param name="Program">The absolute path of the program.</param>
/// <param name="Arguments">All arguments, the name it is called by first.</param>
/// <param name="Variables">The environment less the session's own variable.</param>
internal sealed record Launch(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables)
{
    public static Error FolderMissing(string cwd) => new(
        ErrorKind.Invalid, "session.folder-missing", $"The folder {cwd} isn't there. Make it, or name another.");

    public static Error CommandNotFound(string command) => new(
        ErrorKind.Invalid, "session.command-not-found", $"The command '{command}' wasn't found. Install it, or give its whole path.");

    /// <summary>A session's command, at its first start and at every later one.</summary>
    public static (Launch? Launch, Error? Error) Prepare(
        Workspace workspace, ISessionDriver driver, SessionCreated created, IDictionary inherited, ShellIntegrator integrator, Sandbox sandbox,
        IReadOnlyDictionary<string, string>? ofAgent)
    {
        var info = SessionProjection.Empty("", "") with { Command = created.Command };
        var (launch, error) = Prepare(driver.Command(info), created.Cwd, ShellEnvironment.Make(inherited, created.Cwd, workspace.Record.Variables, workspace.Secrets, ofAgent, created.Env));
        if (launch is null)
        {
            return (null, error);
        }

        var ready = driver.Pty && created.ShellIntegration != false ? integrator.Integrate(launch) : launch;
        if (created.Sandbox is null or SandboxMode.None)
        {
            return (ready, null);
        }

        // Never without what it was made with, also when it is started again on a machine that lost it.
        return sandbox.Missing is { } missing
            ? (null, Sandbox.Unavailable(missing))
            : (sandbox.Enter(ready, created.Sandbox.Value, workspace.Info.Folder, created.Cwd, AgentCatalogue.WritableOf(created.Agent)), null);
    }

    /// <summary>Finds the program as a shell would: in the folder when it has a slash, else along PATH.</summary>
    public static (Launch? Launch, Error? Error) Prepare(IReadOnlyList<string> command, string cwd, IReadOnlyDictionary<string, string> variables)
    {
        if (!Directory.Exists(cwd))
        {
            return (null, FolderMissing(cwd));
        }

        return Find(command[0], cwd, variables.GetValueOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin")) is { } program
            ? (new Launch(program, command, variables), null)
            : (null, CommandNotFound(command[0]));
    }

    /// <summary>The absolute path of a program; null when there is none that can be run.</summary>
    public static string? Find(string program, string cwd, string path) => program.Contains('/', StringComparison.Ordinal)
        ? Path.GetFullPath(program, cwd) is var named && Executable(named) ? named : null
        : path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(Path.GetFullPath(folder, cwd), program))
            .FirstOrDefault(Executable);

    public IReadOnlyList<string> Environment(string session) =>
        [.. Variables.Select(variable => $"{variable.Key}={variable.Value}"), $"{ShellEnvironment.SessionVariable}={session}"];

    private static bool Executable(string path) =>
        File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
