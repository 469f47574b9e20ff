using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents;
using Dispatch.Runner.Agents.Conversations;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Gateway;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Terminals;
using Dispatch.Runner.Terminals.ShellIntegration;
using Dispatch.Runner.Workspaces;
using Dispatch.Runner.Workspaces.Variables;
using Dispatch.Runner.Workspaces.Worktrees;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Sessions are made, restarted and removed one at a time, so that neither the limit, nor a repeated request id, nor a state is raced past.
/// </summary>
internal sealed class SessionCreation(
    SessionRegistry sessions, SessionStarter starter, SessionKinds kinds, KeeperLink link, DiskRoom room, Limits limits, ShellIntegrator integrator,
    Survivors survivors, SecretVariables secrets, AgentCatalogue agents, AgentGateway gateway, WorktreeKeeper worktrees, Sandbox sandbox) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<(Session? Session, Error? Error)> CreateAsync(
        Workspace workspace, CreateSession request, string principal, CancellationToken cancellation, string? openedBy = null)
    {
        if (await secrets.AwaitAsync(workspace, cancellation) is { } missing)
        {
            return (null, missing);
        }

        if (request.Kind == AgentDriver.Kind)
        {
            await gateway.AwaitAsync(cancellation);
        }

        if (OfRequest(request) is { } before)
        {
            return (before, null);
        }

        // What may take long is there before others have to wait.
        var (fork, unforked) = await Fork.PrepareAsync(workspace, sessions, request, cancellation);
        if (unforked is not null)
        {
            return (null, unforked);
        }

        request = fork?.Request ?? request;
        var (own, untreed) = request.Worktree is true ? await worktrees.AddFreeAsync(workspace, request.Agent ?? "agent", cancellation) : default;
        if (untreed is not null)
        {
            return (null, untreed);
        }

        try
        {
            return await StartAsync(workspace, own is null ? request : request with { Cwd = own.Folder }, principal, openedBy, fork?.Past, cancellation);
        }
        finally
        {
            // Refused or failed, or somebody's repeated request came first: nobody will work there.
            if (own is not null && !sessions.All.Any(session => session.Info.Cwd == own.Folder))
            {
                await worktrees.RemoveAsync(workspace, own.Name, lose: false, CancellationToken.None);
            }
        }
    }

    /// <summary>Null when it runs again.</summary>
    public async Task<Error?> RestartAsync(Session session, string principal, CancellationToken cancellation)
    {
        if (await secrets.AwaitAsync(session.Workspace, cancellation) is { } missing)
        {
            return missing;
        }

        if (session.Info.Kind == AgentDriver.Kind)
        {
            await gateway.AwaitAsync(cancellation);
        }

        await _one.WaitAsync(cancellation);
        try
        {
            if (session.Alive)
            {
                return SessionRules.NotEnded(session.Info);
            }

            if (session.Created.Imported == true)
            {
                return SessionRules.Imported(session.Info);
            }

            if (CannotStart() is { } reason)
            {
                return reason;
            }

            var (launch, error) = Launch.Prepare(session.Workspace, session.Driver, session.Created, Environment.GetEnvironmentVariables(), integrator, sandbox, agents.Environment(session.Created.Agent));
            if (error is null)
            {
                await starter.RestartAsync(session, launch!, principal, cancellation);
            }

            return error;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Null when it is gone.</summary>
    public async Task<Error?> RemoveAsync(Session session, string principal, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (session.Alive)
            {
                return SessionRules.NotEnded(session.Info);
            }

            // Before what tells of them is gone.
            var leaders = await Survivors.LeadersAsync(session, cancellation);
            SessionFacts.Removed(session, principal);
            sessions.Remove(session);
            session.Workspace.Faults.Forget(session.Id);

            // Whoever was woken by the fact may have looked at what is wrong before that was forgotten.
            session.Workspace.Facts.Advance();
            foreach (var leader in leaders)
            {
                _ = survivors.EndAsync(session.Id, leader);
            }

            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Runs something that must not meet a session in the middle of its start.</summary>
    public async Task AloneAsync(Func<Task> action, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await action();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private Session? OfRequest(CreateSession request) => request.RequestId is { } id ? sessions.OfRequest(id) : null;

    private async Task<(Session? Session, Error? Error)> StartAsync(
        Workspace workspace, CreateSession request, string principal, string? openedBy, IReadOnlyList<TakenOver>? past, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (OfRequest(request) is { } made)
            {
                return (made, null);
            }

            var (created, launch, driver, error) = Prepare(workspace, request);
            return error is null
                ? (await starter.CreateAsync(workspace, created! with { OpenedBy = openedBy }, launch!, driver!, principal, cancellation, past), null)
                : (null, error);
        }
        finally
        {
            _one.Release();
        }
    }

    // On a full disk a program would wait at its first output, and so would all that waits for its start.
    private Error? CannotStart() => link.Client is null ? SessionStarter.NoKeeper : room.Refuse();

    // Five shells that are all called bash can't be told apart, nor named on a command line.
    private string Unused(Workspace workspace, string name)
    {
        var taken = sessions.All.Where(session => session.Workspace == workspace).Select(session => session.Info.Name).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? name : $"{name} {number}").First(free => !taken.Contains(free));
    }

    private (SessionCreated? Created, Launch? Launch, ISessionDriver? Driver, Error? Error) Prepare(Workspace workspace, CreateSession request)
    {
        var kind = request.Kind ?? TerminalDriver.Kind;
        var inherited = Environment.GetEnvironmentVariables();
        var agent = kind == AgentDriver.Kind && request.Agent is { } named ? agents.Find(named) : null;
        if (kind == AgentDriver.Kind && agent is null && request.Command is not { Count: > 0 })
        {
            return (null, null, null, AgentCatalogue.NoCommand(agents.Names));
        }

        IReadOnlyList<string> command = request.Command is { Count: > 0 } asked ? asked : agent?.Command ?? [ShellEnvironment.Shell(inherited)];
        var name = request.Name ?? Unused(workspace, agent?.Title ?? Path.GetFileName(command[0]) ?? "");
        var (cols, rows) = (request.Cols ?? 80, request.Rows ?? 24);
        var refusal = sessions.Count >= limits.Sessions ? SessionRules.TooMany(limits.Sessions)
            : SessionRules.Command(command, request.Env)
            ?? SessionRules.Name(name, limits.NameLength)
            ?? SessionRules.Size(cols, rows)
            ?? SessionRules.FolderName(request.Cwd)
            ?? (request.RequestId is { Length: 0 or > 100 } ? SessionRules.BadRequestId : null)
            ?? CannotStart();
        if (refusal is not null)
        {
            return (null, null, null, refusal);
        }

        if (kinds.Create(kind) is not { } driver)
        {
            return (null, null, null, SessionRules.UnknownKind(kind, kinds.Names));
        }

        var cwd = SessionRules.Folder(request.Cwd, workspace.Info.Folder);
        var mode = request.Sandbox ?? (kind == AgentDriver.Kind && sandbox.Missing is null ? SandboxMode.Workspace : null);
        var created = new SessionCreated(
            kind, name, command, cwd, cols, rows, request.RequestId, request.Env, request.ShellIntegration, Agent: agent?.Id, Sandbox: mode is SandboxMode.None ? null : mode);
        var (launch, error) = Launch.Prepare(workspace, driver, created, inherited, integrator, sandbox, agents.Environment(agent?.Id));
        return (created, launch, driver, error);
    }
}
