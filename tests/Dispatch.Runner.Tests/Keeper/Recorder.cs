using System.Collections.Concurrent;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

/// <summary>Keeps what the keeper tells, per process, and checks that no byte is told twice or left out.</summary>
internal sealed class Recorder : IKeeperObserver
{
    private readonly ConcurrentDictionary<Guid, Followed> _followed = new();

    public TaskCompletionSource Disconnected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Followed Follow(Guid key, int pid, KeeperClient client, params long[] offsets) =>
        _followed.GetOrAdd(key, new Followed(key, pid, client, offsets));

    /// <summary>Done at every output, on the connection's thread.</summary>
    public Action Interruption { get; set; } = static () => { };

    public void OnConnecting(KeeperClient client)
    {
    }

    public void OnOutput(Guid key, int stream, long offset, ReadOnlySpan<byte> bytes)
    {
        Interruption();
        _followed[key].Add(stream, offset, bytes);
    }

    public void OnExited(Guid key, ExitStatus status) => _followed[key].End(status);

    public void OnWritten(Guid key, uint inputId) => _followed[key].Tell(followed => followed.Written = inputId);

    public void OnInputRefused(Guid key, uint inputId) => _followed[key].Tell(followed => followed.Refused.Add(inputId));

    public void OnIdle()
    {
        foreach (var followed in _followed.Values)
        {
            followed.Commit();
        }
    }

    public void OnDisconnected() => Disconnected.TrySetResult();
}
