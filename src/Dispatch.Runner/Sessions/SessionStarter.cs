using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents;
using Dispatch.Runner.Gateway;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Starts processes for sessions. The intent is in the log, with the keeper's name for the process, before the keeper is asked: so a
/// runner that dies in between finds out what became of it.
/// </summary>
internal sealed class SessionStarter(SessionRegistry sessions, KeeperLink link, AgentGateway gateway)
{
    public static readonly Error NoKeeper = new(
        ErrorKind.Unavailable, "keeper.unavailable", "The keeper of this runner doesn't answer, so no process can be started. It is being started again: try in a moment.");

    public async Task<Session> CreateAsync(
        Workspace workspace, SessionCreated created, Launch launch, ISessionDriver driver, string principal, CancellationToken cancellation,
        IReadOnlyList<TakenOver>? past = null)
    {
        var id = SessionId.New();
        var session = new Session(workspace, workspace.Log.AddSession(id), SessionProjection.Empty(id, workspace.Id), created, driver, new SizeHistory());
        var process = Guid.NewGuid();
        var batch = new Batch();
        batch.Add(
            session, SessionFacts.Type(session, EventTypes.SessionCreated), SessionFacts.Principal(session, principal),
            JsonSerializer.SerializeToUtf8Bytes(created, Wire.Default.SessionCreated));
        foreach (var fact in past ?? [])
        {
            batch.Add(session, SessionFacts.Type(session, fact.Type), SessionFacts.Principal(session, fact.Principal), fact.Payload);
        }

        Aim(batch, session, process);
        workspace.Log.Commit(batch);
        sessions.Add(session);
        await SpawnAsync(session, process, launch, cancellation);
        return session;
    }

    public async Task RestartAsync(Session session, Launch launch, string principal, CancellationToken cancellation)
    {
        var process = Guid.NewGuid();
        var batch = new Batch();
        batch.Add(session, SessionFacts.Type(session, EventTypes.SessionRestarted), SessionFacts.Principal(session, principal), default);
        Aim(batch, session, process);
        session.Events.Commit(batch);
        session.Wake();
        await SpawnAsync(session, process, launch, cancellation);
    }

    /// <summary>Goes on reading a process that is there, from where the log ends.</summary>
    public void Follow(KeeperClient keeper, Session session, Guid process)
    {
        var input = new ProcessInput(link, process);
        Follow(keeper, session, process, input);
        session.Driver.Resumed(input);
    }

    private void Follow(KeeperClient keeper, Session session, Guid process, ProcessInput input)
    {
        session.Driver.Follow();
        session.Typing.Forget();
        sessions.Bind(process, session);
        session.Input = input;
        keeper.Subscribe(process, session.Driver.Pty ? session.Log.Offsets.AsSpan(0, 1) : session.Log.Offsets);
    }

    private static void Aim(Batch batch, Session session, Guid process)
    {
        batch.Move(session, process, 0, 0);
        if (!session.Driver.Pty)
        {
            batch.Move(session, process, 1, 0);
        }
    }

    private async Task SpawnAsync(Session session, Guid process, Launch launch, CancellationToken cancellation)
    {
        var info = session.Info;
        var models = gateway.VariablesOf(session, process, launch.Variables);
        var request = new SpawnRequest(
            process, session.Driver.Pty, launch.Program, launch.Arguments, info.Cwd, [.. launch.Environment(session.Id), .. models], info.Cols, info.Rows);
        try
        {
            // Not with the caller's token: once in the log, a started session doesn't depend on who asked for it staying connected.
            var keeper = link.Client ?? throw new KeeperException(NoKeeper.Message);
            var outcome = await keeper.SpawnAsync(request, CancellationToken.None);
            if (outcome.Error is { } error)
            {
                SessionFacts.Failed(session, error.Message);
            }
            else
            {
                SessionFacts.Started(session, outcome.Pid, info.Kind == AgentDriver.Kind ? models.Count > 0 : null);

                // Before anyone else can write: what a kind is told first is its start.
                var input = new ProcessInput(link, process);
                session.Driver.Started(session.Info, input);
                Follow(keeper, session, process, input);
            }
        }
        catch (KeeperException e)
        {
            SessionFacts.Failed(session, e.Message);
        }

        await Confirmation.AwaitAsync(session.Workspace, $"The session '{session.Info.Name}' ({session.Id}) was started and may run.", cancellation);
    }
}

/// <summary>A fact of another session, with which a new one begins.</summary>
internal sealed record TakenOver(string Type, string Principal, byte[] Payload);
