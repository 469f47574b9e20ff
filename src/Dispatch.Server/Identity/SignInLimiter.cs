using System.Net;

namespace Dispatch.Server.Identity;

/// <summary>
/// Counts failed sign-ins: 10 a minute per remote address and 100 in all, after which further tries are turned away unseen. An IPv6
/// address counts as its /64, of which one machine has all.
/// </summary>
internal sealed class SignInLimiter(TimeProvider time)
{
    public const int PerAddress = 10;
    public const int InAll = 100;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // At most InAll entries of failures that still count, oldest first.
    private readonly Queue<Failure> _failures = new();

    /// <returns>How long to wait; null to go ahead.</returns>
    public TimeSpan? Wait(IPAddress? remote)
    {
        lock (_lock)
        {
            Forget();
            var source = Source(remote);
            var full = _failures.Count >= InAll ? _failures.Peek()
                : _failures.Count(failure => failure.Source.Equals(source)) >= PerAddress ? _failures.First(failure => failure.Source.Equals(source))
                : null;
            return full is null ? null : Window - time.GetElapsedTime(full.At);
        }
    }

    public void Failed(IPAddress? remote)
    {
        lock (_lock)
        {
            Forget();
            if (_failures.Count < InAll)
            {
                _failures.Enqueue(new Failure(Source(remote), time.GetTimestamp()));
            }
        }
    }

    private void Forget()
    {
        while (_failures.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Window)
        {
            _failures.Dequeue();
        }
    }

    private static IPNetwork Source(IPAddress? remote)
    {
        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote ?? IPAddress.None;
        var bytes = address.GetAddressBytes();
        if (bytes.Length > 4)
        {
            bytes.AsSpan(8).Clear();
            return new IPNetwork(new IPAddress(bytes), 64);
        }

        return new IPNetwork(address, 32);
    }

    private sealed record Failure(IPNetwork Source, long At);
}
