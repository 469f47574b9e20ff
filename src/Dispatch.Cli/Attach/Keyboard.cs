using System.Threading.Channels;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Attach;

/// <summary>Takes what is typed to the session, until it is told to detach or the terminal goes away.</summary>
internal sealed class Keyboard(SessionStream stream, ScreenView view, bool readOnly)
{
    private const int AtOnce = 16 * 1024;
    private const byte ControlC = 0x03;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Channel<ReadOnlyMemory<byte>> _input =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task RunAsync(CancellationToken cancellation)
    {
        // A thread of its own: reading a terminal can't be cancelled.
        new Thread(Read) { IsBackground = true, Name = "keyboard" }.Start();
        var typing = TypeAsync(cancellation);
        await _done.Task.WaitAsync(cancellation);

        // What was typed before the detach keys still goes, unless there is no connection to take it.
        await typing.WaitAsync(Farewell, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stream.FinishAsync().WaitAsync(Farewell, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TypeAsync(CancellationToken cancellation)
    {
        await foreach (var input in _input.Reader.ReadAllAsync(cancellation))
        {
            await stream.TypeAsync(input, cancellation);
        }
    }

    private void Read()
    {
        var detach = new DetachKeys();
        var mouse = new MouseReports();
        var keys = new byte[AtOnce];
        var input = new byte[(AtOnce * 2) + 1];
        var detached = false;
        while (!detached && Descriptors.Read(keys) is > 0 and var count)
        {
            view.OnKey();
            detached = detach.Take(keys.AsSpan(0, count), input, out var length) || (readOnly && keys.AsSpan(0, count).Contains(ControlC));
            var typed = mouse.Translate(input.AsSpan(0, length), view.Pointer);
            if (typed.Length > 0 && !readOnly)
            {
                // In a long paste this thread waits, and with it whoever pastes.
                _input.Writer.WriteAsync(typed.ToArray()).AsTask().GetAwaiter().GetResult();
            }
        }

        _input.Writer.TryComplete();
        _done.TrySetResult();
    }
}
