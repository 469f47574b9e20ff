using System.Threading.Channels;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Attach;

/// <summary>Takes what is typed to the session, until it is told to detach or the terminal goes away.</summary>
internal sealed class Keyboard(SessionStream stream, bool readOnly)
{
    private const int AtOnce = 16 * 1024;
    private const byte ControlC = 0x03;

    private readonly DetachKeys _keys = new();
    private readonly Channel<byte[]> _typed = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(16) { SingleReader = true });

    public async Task RunAsync(CancellationToken cancellation)
    {
        // A thread of its own: reading a terminal can't be cancelled.
        new Thread(() => Read(cancellation)) { IsBackground = true, Name = "keyboard" }.Start();
        await foreach (var keys in _typed.Reader.ReadAllAsync(cancellation))
        {
            var input = new byte[(keys.Length * 2) + 1];
            var detach = _keys.Take(keys, input, out var length) || (readOnly && keys.Contains(ControlC));
            if (length > 0 && !readOnly)
            {
                await stream.TypeAsync(input.AsMemory(0, length), cancellation);
            }

            if (detach)
            {
                return;
            }
        }
    }

    private void Read(CancellationToken cancellation)
    {
        var buffer = new byte[AtOnce];
        while (!cancellation.IsCancellationRequested && Descriptors.Read(buffer) is > 0 and var count)
        {
            var keys = buffer[..count];
            if (!_typed.Writer.TryWrite(keys))
            {
                WaitToWrite(keys);
            }
        }

        _typed.Writer.TryComplete();
    }

    /// <summary>A long paste: this thread waits, and with it whoever pastes.</summary>
    private void WaitToWrite(byte[] keys) => _typed.Writer.WriteAsync(keys).AsTask().GetAwaiter().GetResult();
}
