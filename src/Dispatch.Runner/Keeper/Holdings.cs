using Dispatch.Protocol.Problems;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>The processes that are held, by key.</summary>
internal sealed class Holdings(Poller poller, Delivery delivery)
{
    private readonly Dictionary<Guid, HeldProcess> _held = [];

    public IReadOnlyCollection<HeldProcess> All => _held.Values;

    /// <summary>Set when the keeper ends: nothing is started any more.</summary>
    public bool Closed { get; set; }

    public HeldProcess? Find(Guid key) => _held.GetValueOrDefault(key);

    /// <summary>Starts a process, or gives the one that was started by the same key.</summary>
    public HeldProcess? Start(SpawnRequest request, out Error? error)
    {
        error = null;
        if (_held.TryGetValue(request.Key, out var process))
        {
            return process;
        }

        if (Closed)
        {
            error = new Error(ErrorKind.Unavailable, "keeper.stopping", $"The keeper is stopping, so {request.Program} wasn't started. Try again in a moment.");
            return null;
        }

        process = ProcessStart.TryStart(request, poller, delivery.Note, out error);
        if (process is not null)
        {
            _held.Add(request.Key, process);
        }

        return process;
    }

    /// <summary>Forgets a process that has ended; one that runs stays.</summary>
    public void Collect(Guid key)
    {
        if (_held.TryGetValue(key, out var process) && process.Exit is not null)
        {
            _held.Remove(key);
            process.Told.End();
            process.Dispose();
        }
    }

    /// <summary>There is no runner any more, or another one that hasn't asked for anything yet.</summary>
    public void Unsubscribe()
    {
        foreach (var process in All)
        {
            process.Told.End();
            process.Input.Disown();
        }
    }
}
