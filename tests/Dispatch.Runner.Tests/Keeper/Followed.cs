using System.Text;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

/// <summary>One process as its runner sees it. What was received is acknowledged when the client is idle, as a runner does after its commit.</summary>
internal sealed class Followed(Guid key, int pid, KeeperClient client, long[] offsets)
{
    private readonly Lock _lock = new();
    private readonly MemoryStream[] _streams = [new(), new()];
    private readonly long[] _first = offsets.Length == 0 ? [0, 0] : offsets;
    private readonly long[] _acknowledged = [-1, -1];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _fault;

    public Guid Key => key;

    public int Pid => pid;

    public bool Acknowledging { get; set; } = true;

    public uint Written { get; set; }

    public List<uint> Refused { get; } = [];

    public ExitStatus? Exit { get; private set; }

    /// <summary>In how many pieces its output came.</summary>
    public int Pieces { get; private set; }

    public string Text => Encoding.UTF8.GetString(Bytes());

    public long Received(int stream = 0) => Locked(() => _first[stream] + _streams[stream].Length);

    public byte[] Bytes(int stream = 0) => Locked(() => _streams[stream].ToArray());

    public void Type(string text, uint id = 1) => client.Write(key, id, Encoding.UTF8.GetBytes(text));

    public void Add(int stream, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var expected = _first[stream] + _streams[stream].Length;
            if (offset != expected)
            {
                _fault ??= $"stream {stream}: {bytes.Length} bytes came for offset {offset}, expected was {expected}";
            }

            if (Exit is not null)
            {
                _fault ??= "output came after the exit";
            }

            _streams[stream].Write(bytes);
            Pieces++;
        }

        Tell(_ => { });
    }

    public void End(ExitStatus status) => Tell(followed => followed.Exit = status);

    public void Commit()
    {
        for (var stream = 0; Acknowledging && stream < 2; stream++)
        {
            var received = Received(stream);
            if (received > _first[stream] && received != _acknowledged[stream])
            {
                client.Acknowledge(key, stream, _acknowledged[stream] = received);
            }
        }
    }

    public void Tell(Action<Followed> change)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            change(this);
            (news, _news) = (_news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.TrySetResult();
    }

    public async Task<Followed> UntilAsync(string what, Func<Followed, bool> seen)
    {
        var patience = KeeperFixture.Patience;
        while (true)
        {
            Task news;
            lock (_lock)
            {
                Assert.True(_fault is null, _fault);
                if (seen(this))
                {
                    return this;
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"waited in vain until {what}; received {Received()} bytes, the last: {Text[Math.Max(0, Text.Length - 300)..]}");
            }
        }
    }

    public Task<Followed> UntilTextAsync(string text) => UntilAsync($"it prints {text}", followed => followed.Text.Contains(text, StringComparison.Ordinal));

    public async Task<ExitStatus> UntilExitAsync() => (await UntilAsync("it exits", followed => followed.Exit is not null)).Exit!.Value;

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
