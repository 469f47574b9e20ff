using System.Collections.Concurrent;
using Dispatch.Runner.Terminals.Screens;

namespace Dispatch.Runner.Sessions;

/// <summary>Every session of this runner, found by id and by the process it reads from.</summary>
internal sealed class SessionRegistry(SessionScreens screens)
{
    private readonly ConcurrentDictionary<string, Session> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Session> _byProcess = new();
    private readonly ConcurrentDictionary<string, Session> _byRequest = new(StringComparer.Ordinal);

    public ICollection<Session> All => _byId.Values;

    public int Count => _byId.Count;

    public Session? Find(string workspace, string id) =>
        _byId.TryGetValue(id, out var session) && session.Workspace.Id == workspace ? session : null;

    /// <summary>One of any workspace: no two have the same id.</summary>
    public Session? Find(string id) => _byId.GetValueOrDefault(id);

    public Session? OfProcess(Guid process) => _byProcess.GetValueOrDefault(process);

    /// <summary>The session that a request with this id has already made.</summary>
    public Session? OfRequest(string requestId) => _byRequest.GetValueOrDefault(requestId);

    public void Add(Session session)
    {
        session.Screen = session.Driver.Pty ? screens.Make(session) : null;
        _byId[session.Id] = session;
        if (session.Created.RequestId is { } request)
        {
            _byRequest[request] = session;
        }
    }

    /// <summary>From now on this process's output is the session's.</summary>
    public void Bind(Guid process, Session session) => _byProcess[process] = session;

    public void Release(Guid process) => _byProcess.TryRemove(process, out _);

    public void Remove(Session session)
    {
        _byId.TryRemove(session.Id, out _);
        session.Screen?.Dispose();
        _byProcess.TryRemove(session.Log.Process, out _);
        if (session.Created.RequestId is { } request)
        {
            _byRequest.TryRemove(request, out _);
        }
    }
}
