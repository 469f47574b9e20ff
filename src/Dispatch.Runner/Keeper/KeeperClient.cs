using Dispatch.Protocol;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// The runner's side of the keeper's socket. Thread-safe. One reader thread calls the observer; what is sent to a keeper that is gone
/// is dropped, because <see cref="IKeeperObserver.OnDisconnected"/> says so.
/// </summary>
internal sealed class KeeperClient : IDisposable
{
    private KeeperClient()
    {
    }

    public int KeeperPid { get; }

    /// <summary>The version of the program that the keeper runs.</summary>
    public string KeeperVersion { get; } = "";

    /// <exception cref="KeeperException">Nobody answers there, or another version does.</exception>
    public static Task<KeeperClient> ConnectAsync(DataFolder folder, IKeeperObserver observer, TimeProvider time, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <exception cref="KeeperException">The connection ended before the answer.</exception>
    public Task<SpawnOutcome> SpawnAsync(SpawnRequest request, CancellationToken cancellation) => throw new NotSupportedException();

    /// <exception cref="KeeperException">The connection ended before the answer.</exception>
    public Task<IReadOnlyList<KeptProcess>> ListAsync(CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Output from these offsets on, then the exit; an offset per stream (one for a terminal, two for pipes).</summary>
    public void Subscribe(Guid key, ReadOnlySpan<long> offsets) => throw new NotSupportedException();

    /// <summary>Everything of the stream before <paramref name="offset"/> is committed.</summary>
    public void Acknowledge(Guid key, int stream, long offset) => throw new NotSupportedException();

    /// <param name="bytes">At most <see cref="KeeperProtocol.MaximumInput"/>; written or refused as a whole.</param>
    public void Write(Guid key, uint inputId, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    public void Resize(Guid key, int cols, int rows) => throw new NotSupportedException();

    /// <param name="foreground">To the terminal's foreground process group; else to the group that the process leads.</param>
    public void Signal(Guid key, int signal, bool foreground) => throw new NotSupportedException();

    public void CloseInput(Guid key) => throw new NotSupportedException();

    /// <summary>Forgets a process that has ended, with whatever of its output is left.</summary>
    public void Collect(Guid key) => throw new NotSupportedException();

    /// <summary>Ends every process and the keeper.</summary>
    public void Shutdown() => throw new NotSupportedException();

    public void Dispose() => throw new NotSupportedException();
}
