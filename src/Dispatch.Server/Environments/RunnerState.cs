using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Environments;

/// <summary>Whether the runner is reached; every change is told to whoever watches.</summary>
internal sealed class RunnerState(LiveHub hub, Foundation foundation)
{
    private volatile RunnerLink _link = new(Starting, "The runner is being started; try again in a moment.");
    private volatile IReadOnlyList<ProblemPart> _troubles = [];
    private volatile TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _connections;

    public const string Connected = "connected";
    public const string Starting = "starting";
    public const string Unreachable = "unreachable";

    public RunnerLink Link => _link;

    /// <summary>What whoever watches is told.</summary>
    public StreamRunner Message => new(foundation.Environment, _link, _troubles.Count > 0 ? _troubles : null);

    /// <summary>How often it was reached since the server's start.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    public bool IsConnected => _link.State == Connected;

    public void Set(string state, string? reason)
    {
        var link = new RunnerLink(state, reason);
        if (link != _link)
        {
            _link = link;
            _troubles = state == Connected ? _troubles : [];
            Interlocked.Add(ref _connections, state == Connected ? 1 : 0);
            hub.Publish(Message);
            if (state != Starting)
            {
                _started.TrySetResult();
            }
            else if (_started.Task.IsCompleted)
            {
                _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Returns once it is known whether the runner that is being started can be reached, at the latest after so long.</summary>
    public async Task WaitForStartAsync(TimeSpan most, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await _started.Task.WaitAsync(most, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Whoever asks next finds out.
        }
    }

    /// <summary>What the runner itself says keeps it from its work.</summary>
    public void SetTroubles(IReadOnlyList<ProblemPart> troubles)
    {
        if (!troubles.SequenceEqual(_troubles))
        {
            _troubles = troubles;
            hub.Publish(Message);
        }
    }
}
