using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Agents.Installing;

/// <summary>Installs agents and removes them, one at a time: they are of the runner, and whoever asks may see only the sessions of a workspace of his.</summary>
internal sealed class Installer(AgentFolder folder, SessionRegistry sessions, SessionCreation creation) : IDisposable
{
    private const string CalledBy = "install-agent";

    private readonly SemaphoreSlim _one = new(1);

    /// <returns>The session that does it; the one that does it already when that is of the same workspace.</returns>
    /// <param name="workspace">Where it is asked for.</param>
    /// <param name="name">The agent's.</param>
    /// <param name="agent">What it is.</param>
    /// <param name="package">What npm is to install.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="cancellation">Of who asks.</param>
    public async Task<(Session? Session, Error? Error)> InstallAsync(
        Workspace workspace, string name, AgentInfo agent, string package, string principal, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (sessions.All.FirstOrDefault(session => session.Alive && Installs(session, name)) is { } going)
            {
                return going.Workspace == workspace
                    ? (going, null)
                    : (null, new Error(ErrorKind.Conflict, "agent.being-installed", $"{agent.Title} is being installed already, from another workspace. Try again when that has ended."));
            }

            if (InUse(workspace, name) is { } used)
            {
                return (null, used);
            }

            folder.Make();
            var scripts = AgentCatalogue.NeedsScripts(agent) ? "--foreground-scripts" : "--ignore-scripts";
            var request = new CreateSession
            {
                Name = $"Install {agent.Title}",
                Cwd = folder.Root,
                Command = ["sh", "-c", AgentFolder.Script, CalledBy, folder.Root, name, package, Path.GetFileName(agent.Command[0]), scripts],
                ShellIntegration = false,
                Cols = 100,
            };
            return await creation.CreateAsync(workspace, request, principal, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Null when it is gone.</summary>
    public async Task<Error?> RemoveAsync(Workspace workspace, string name, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return InUse(workspace, name) ?? (AgentNames.RefuseName(name) is null && folder.Remove(name)
                ? null
                : new Error(ErrorKind.NotFound, "agent.not-managed", $"{name} is not installed in the data folder. 'dispatch agents' lists what is."));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Of another workspace's no more is said than that there is one.
    private Error? InUse(Workspace workspace, string name)
    {
        var users = sessions.All.Where(session => session.Alive && (Installs(session, name) || Sandbox.IsWithin(session.Created.Command[0], folder.Of(name)))).ToArray();
        return users.Length == 0
            ? null
            : new Error(ErrorKind.Conflict, "agent.in-use", users.FirstOrDefault(session => session.Workspace == workspace) is { } own
                ? $"The session '{own.Info.Name}' ({own.Id}) uses it. End that first."
                : "A session of another workspace uses it. That has to end first.");
    }

    private static bool Installs(Session session, string name) =>
        session.Created.Command is { Count: > 5 } command && command[3] == CalledBy && command[5] == name;
}
