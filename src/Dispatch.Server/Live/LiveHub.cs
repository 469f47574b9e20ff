using System.Threading.Channels;
using Dispatch.Protocol.Server;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Live;

/// <summary>Passes what happens on to the open streams of this server. Nobody's slowness holds anybody up.</summary>
internal sealed class LiveHub
{
    private readonly Lock _lock = new();
    private readonly List<LiveSubscription> _subscriptions = [];
    private long _dropped;

    /// <summary>How many changes weren't passed on because a stream was full, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many wait to be sent now.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _subscriptions.Sum(subscription => (long)subscription.Waiting.Count);
            }
        }
    }

    /// <summary>Whose streams are open.</summary>
    public IReadOnlyList<Caller> Callers
    {
        get
        {
            lock (_lock)
            {
                return [.. _subscriptions.Select(subscription => subscription.Caller).OfType<Caller>()];
            }
        }
    }

    /// <param name="caller">Whose stream it is; null for one that only hears what everybody hears.</param>
    public LiveSubscription Subscribe(Caller? caller = null)
    {
        var subscription = new LiveSubscription(this, caller);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <param name="concerns">Who is told; everybody when null.</param>
    public void Publish(StreamMessage message, Func<Caller?, bool>? concerns = null)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
            {
                if (concerns?.Invoke(subscription.Caller) != false)
                {
                    subscription.Offer(message);
                }
            }
        }
    }

    /// <param name="of">What a caller is told; null for nothing. Quick: it is asked under the hub's lock.</param>
    public void Publish(Func<Caller, StreamMessage?> of)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
            {
                if (subscription.Caller is { } caller && of(caller) is { } message)
                {
                    subscription.Offer(message);
                }
            }
        }
    }

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void Remove(LiveSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }
}

/// <summary>What one stream has yet to send. When it falls too far behind, changes are dropped and <see cref="TakeMissed"/> says so.</summary>
internal sealed class LiveSubscription(LiveHub hub, Caller? caller) : IDisposable
{
    private const int Capacity = 256;

    private readonly Channel<StreamMessage> _waiting = Channel.CreateBounded<StreamMessage>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _missed;

    public Caller? Caller => caller;

    public ChannelReader<StreamMessage> Waiting => _waiting.Reader;

    public bool TakeMissed() => Interlocked.Exchange(ref _missed, 0) != 0;

    internal void Offer(StreamMessage message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            Volatile.Write(ref _missed, 1);
            hub.CountDropped();
        }
    }

    public void Dispose() => hub.Remove(this);
}
