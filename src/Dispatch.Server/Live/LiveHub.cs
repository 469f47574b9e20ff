using System.Threading.Channels;
using Dispatch.Protocol.Server;

namespace Dispatch.Server.Live;

/// <summary>Passes what happens on to the open streams of this server. Nobody's slowness holds anybody up.</summary>
internal sealed class LiveHub
{
    private readonly Lock _lock = new();
    private readonly List<LiveSubscription> _subscriptions = [];

    public LiveSubscription Subscribe()
    {
        var subscription = new LiveSubscription(this);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    public void Publish(StreamMessage message)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(message);
            }
        }
    }

    internal void Remove(LiveSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }
}

/// <summary>What one stream has yet to send. When it falls too far behind, changes are dropped and <see cref="TakeMissed"/> says so.</summary>
internal sealed class LiveSubscription(LiveHub hub) : IDisposable
{
    private const int Capacity = 256;

    private readonly Channel<StreamMessage> _waiting = Channel.CreateBounded<StreamMessage>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _missed;

    public ChannelReader<StreamMessage> Waiting => _waiting.Reader;

    public bool TakeMissed() => Interlocked.Exchange(ref _missed, 0) != 0;

    internal void Offer(StreamMessage message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            Volatile.Write(ref _missed, 1);
        }
    }

    public void Dispose() => hub.Remove(this);
}
