using Dispatch.Protocol.Server;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Environments;

/// <summary>Whether the runner is reached; every change is told to whoever watches.</summary>
internal sealed class RunnerState(LiveHub hub, Foundation foundation)
{
    private volatile RunnerLink _link = new(Starting, "The runner is being started; try again in a moment.");

    private long _connections;

    public const string Connected = "connected";
    public const string Starting = "starting";
    public const string Unreachable = "unreachable";

    public RunnerLink Link => _link;

    /// <summary>How often it was reached since the server's start.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    public bool IsConnected => _link.State == Connected;

    public void Set(string state, string? reason)
    {
        var link = new RunnerLink(state, reason);
        if (link != _link)
        {
            _link = link;
            Interlocked.Add(ref _connections, state == Connected ? 1 : 0);
            hub.Publish(new StreamRunner(foundation.Environment, link));
        }
    }
}
