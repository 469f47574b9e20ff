using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Input of several clients into one process. The one that typed last decides the size. The first to attach counts as having typed.
/// </summary>
internal sealed class Typing(Session session, TimeProvider time)
{
    // Input that may be unconfirmed at a time. What the keeper holds is bounded in bytes, and a byte may come alone.
    private const int MostUnwritten = 4096;

    // Answers that may wait at a time: a program that asks and doesn't read must not take the place of what is typed.
    private const int MostReplies = 1024, MostReplyBytes = 64 * 1024;

    private static readonly Error InputRefused = new(
        ErrorKind.TooMany, "input.refused", "The program doesn't read its input, and no more can wait for it. This input was dropped.");

    /// <summary>Who typed a shorter while ago types still.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();

    // Input that the keeper hasn't confirmed yet, in the order in which it was handed over.
    private readonly Queue<Unwritten> _unwritten = [];
    private readonly TypedInputs _inputs = new();
    private int _replies, _replyBytes;
    private long _dropped;
    private SessionClient? _typist;

    // When something was typed last, and when by the typist; 0 before the first time.
    private long _typedAt, _typistTypedAt;

    /// <summary>How many inputs and answers aren't written yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _unwritten.Count;
            }
        }
    }

    /// <summary>How many inputs the program didn't take because it doesn't read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether a client typed in the last so long.</summary>
    public bool TypedWithin(TimeSpan span) => Within(ref _typedAt, span);

    /// <summary>Who types; null when nobody does just now.</summary>
    public SessionClient? Typist => Within(ref _typistTypedAt, Pause) ? Volatile.Read(ref _typist) : null;

    public void Attached(SessionClient client)
    {
        lock (_gate)
        {
            if (client.OwnId is { } id && !client.ReadOnly)
            {
                var (typed, known) = _inputs.Find(client.Principal, id);
                client.Typed = typed;
                typed.GoOn(client);
                client.ReceivedBefore = known ? typed.Received : null;
            }

            if (_typist is null && !client.ReadOnly)
            {
                Become(client);
            }
        }
    }

    public void Detached(SessionClient client)
    {
        lock (_gate)
        {
            _inputs.Leave(client);
            if (_typist == client)
            {
                _typist = null;
                var next = session.Clients.FirstOrDefault(other => !other.ReadOnly);
                if (next is not null)
                {
                    Become(next);
                }
            }
        }
    }

    /// <summary>Null when it is on its way; else why it isn't.</summary>
    public Error? Type(SessionClient? client, uint id, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (client?.Typed is { } before && id <= before.Received)
            {
                // Sent again by a client that couldn't know. It is told when it is written, or was by now.
                return null;
            }

            // A kind's input is its runner's alone: who wrote into it could say anything in anybody's name.
            if (!session.Driver.Pty)
            {
                return SessionRules.TakesNoInput(session.Info);
            }

            if (session.Input is not { } input || session.Info.State != SessionState.Running)
            {
                return SessionRules.NotRunning(session.Info);
            }

            if (_unwritten.Count - _replies >= MostUnwritten)
            {
                return InputRefused;
            }

            if (client is not null && client != _typist)
            {
                Become(client);
            }

            if (input.Write(bytes) is not { } keeperId)
            {
                return SessionStarter.NoKeeper;
            }

            var now = time.GetTimestamp();
            Volatile.Write(ref _typedAt, now);
            if (client is not null)
            {
                Types(now);
            }

            if (client?.Typed is { } typed)
            {
                typed.Received = id;
            }

            Enqueue(new Unwritten(keeperId, client, id, Reply: 0));
            return null;
        }
    }

    /// <summary>The terminal answers the program. What doesn't fit any more is dropped, as a terminal's full input queue drops it.</summary>
    public void Reply(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_replies < MostReplies && _replyBytes + bytes.Length <= MostReplyBytes && session.Input?.Write(bytes) is { } keeperId)
            {
                Enqueue(new Unwritten(keeperId, null, 0, bytes.Length));
            }
        }
    }

    /// <summary>The keeper wrote everything up to this id of its own.</summary>
    public void Written(uint keeperId)
    {
        lock (_gate)
        {
            while (_unwritten.TryPeek(out var oldest) && oldest.KeeperId <= keeperId)
            {
                Dequeue();
                if (oldest.Client?.Typed is { } typed)
                {
                    typed.Written(oldest.Id);
                }
                else
                {
                    oldest.Client?.Written(oldest.Id);
                }
            }
        }
    }

    /// <summary>The keeper dropped this input: the process doesn't read, and as much waits for it as may.</summary>
    public void Refused(uint keeperId)
    {
        lock (_gate)
        {
            for (var count = _unwritten.Count; count > 0; count--)
            {
                var input = Dequeue();
                if (input.KeeperId == keeperId)
                {
                    Interlocked.Increment(ref _dropped);
                    input.Client?.Answer(new Fault(InputRefused.Code, InputRefused.Message, false));
                }
                else
                {
                    Enqueue(input);
                }
            }
        }
    }

    /// <summary>Input that went to a process which is no more will never be confirmed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _unwritten.Clear();
            (_replies, _replyBytes) = (0, 0);
        }
    }

    public void Resize(SessionClient client, int cols, int rows)
    {
        lock (_gate)
        {
            client.Size = (cols, rows);
            if (_typist == client)
            {
                Apply(client);
            }
        }
    }

    // A look at the clock with each frame is all that it costs; others are told when it begins.
    private void Types(long now)
    {
        var begins = !Within(ref _typistTypedAt, Pause);
        Volatile.Write(ref _typistTypedAt, now);
        if (begins)
        {
            session.Workspace.Presence.Advance();
        }
    }

    private bool Within(ref long moment, TimeSpan span) =>
        Volatile.Read(ref moment) is not 0 and var at && time.GetElapsedTime(at) < span;

    private void Enqueue(in Unwritten input)
    {
        _unwritten.Enqueue(input);
        _replies += input.Reply > 0 ? 1 : 0;
        _replyBytes += input.Reply;
    }

    private Unwritten Dequeue()
    {
        var input = _unwritten.Dequeue();
        _replies -= input.Reply > 0 ? 1 : 0;
        _replyBytes -= input.Reply;
        return input;
    }

    private void Become(SessionClient client)
    {
        _typist = client;
        Volatile.Write(ref _typistTypedAt, 0);
        session.Screen?.ShownIn(client.Colors);
        Apply(client);
    }

    private void Apply(SessionClient client)
    {
        var (cols, rows) = client.Size;
        var info = session.Info;
        if (cols == 0 || !session.Driver.Pty || !session.Alive || (info.Cols == cols && info.Rows == rows))
        {
            return;
        }

        var names = session.Events.Names;
        session.Events.Append(
            session, names.Id(EventTypes.TerminalResized, session.Events), names.Id(client.Principal, session.Events),
            JsonSerializer.SerializeToUtf8Bytes(new TerminalResized(cols, rows), Wire.Default.TerminalResized));
        session.Input?.Resize(cols, rows);
        session.Screen?.CatchUpSoon();
    }

    /// <param name="Reply">Bytes of an answer of the terminal's own; 0 for what was typed.</param>
    private readonly record struct Unwritten(uint KeeperId, SessionClient? Client, uint Id, int Reply);
}
