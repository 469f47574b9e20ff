using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Connection;

/// <summary>
/// What was typed here and isn't known to be with the program: sent and not confirmed, or waiting for a connection. Ids count on over
/// connections, so that the runner knows what it has already. Guarded by whoever sends.
/// </summary>
internal sealed class OutgoingInput
{
    /// <summary>Typed while nothing is connected: more than a person types blindly.</summary>
    private const int MostWaiting = 4096;

    private readonly Queue<Typed> _typed = [];
    private uint _lastId;
    private int _waiting;

    /// <summary>The frame to send, now or once there is a connection; null when too much waits already and it is dropped.</summary>
    public byte[]? Add(ReadOnlySpan<byte> bytes, bool sent)
    {
        if (!sent && _waiting + bytes.Length > MostWaiting)
        {
            return null;
        }

        var frame = new byte[InputFrame.HeaderSize + bytes.Length];
        InputFrame.WriteHeader(frame, ++_lastId);
        bytes.CopyTo(frame.AsSpan(InputFrame.HeaderSize));
        _typed.Enqueue(new Typed(_lastId, frame, sent));
        _waiting += sent ? 0 : bytes.Length;
        return frame;
    }

    public void Written(uint id)
    {
        while (_typed.TryPeek(out var oldest) && oldest.Id <= id)
        {
            _typed.Dequeue();
        }
    }

    /// <summary>Goes on over a new connection.</summary>
    /// <param name="received">The last input that the runner has; null when it knows nothing of this client.</param>
    /// <returns>
    /// What the runner lacks, to be sent in this order, and how many bytes nobody knows about. After those nothing goes on by itself: without
    /// a part before it, it could say something else.
    /// </returns>
    public (IReadOnlyList<byte[]> Frames, int Unknown) Resume(uint? received)
    {
        var unknown = received is null ? _typed.Where(typed => typed.Sent).Sum(typed => typed.Frame.Length - InputFrame.HeaderSize) : 0;
        byte[][] frames = unknown > 0 ? [] : [.. _typed.Where(typed => !(typed.Id <= received)).Select(typed => typed.Frame)];
        var kept = _typed.Select(typed => typed with { Sent = true }).ToArray();
        _typed.Clear();
        foreach (var typed in unknown > 0 ? [] : kept)
        {
            _typed.Enqueue(typed);
        }

        _waiting = 0;
        return (frames, unknown);
    }

    private readonly record struct Typed(uint Id, byte[] Frame, bool Sent);
}
