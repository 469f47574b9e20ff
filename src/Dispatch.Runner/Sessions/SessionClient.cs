using Dispatch.Protocol.Attach;
using Dispatch.Terminal;

namespace Dispatch.Runner.Sessions;

/// <summary>Someone attached to a session, whatever the transport. Others set fields and then <see cref="Signal"/>; one loop sends.</summary>
internal sealed class SessionClient(string id, string principal, bool readOnly)
{
    /// <summary>Answers that may wait to be sent; a client that sends more without reading is cut off.</summary>
    private const int MostAnswers = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<SessionMessage> _answers = [];
    private uint _written;
    private bool _writtenNews;

    public string Id { get; } = id;

    public string Principal { get; } = principal;

    public bool ReadOnly { get; } = readOnly;

    public AsyncSignal Signal { get; } = new();

    /// <summary>The client's own size, in force when it types; 0 when it has told none.</summary>
    public (int Cols, int Rows) Size { get; set; }

    /// <summary>The id that the client made for itself, if it did: its input goes on over connections.</summary>
    public string? OwnId { get; init; }

    /// <summary>The device it runs on; null for a program with a key.</summary>
    public string? Device { get; init; }

    /// <summary>Whether somebody sees what it shows.</summary>
    public bool Looks { get; set; }

    /// <summary>What it typed so far, if it has an id of its own.</summary>
    public TypedInput? Typed { get; set; }

    /// <summary>How far its input came by earlier connections; null when none are known.</summary>
    public uint? ReceivedBefore { get; set; }

    /// <summary>What the client draws with; null when it has told nothing.</summary>
    public DefaultColors? Colors { get; init; }

    /// <summary>The input up to this id of the client's was written to the process.</summary>
    public void Written(uint id)
    {
        lock (_gate)
        {
            _written = id;
            _writtenNews = true;
        }

        Signal.Set();
    }

    /// <summary>False when too many wait already.</summary>
    public bool Answer(SessionMessage message)
    {
        lock (_gate)
        {
            if (_answers.Count >= MostAnswers)
            {
                return false;
            }

            _answers.Enqueue(message);
        }

        Signal.Set();
        return true;
    }

    public bool TryTakeWritten(out uint id)
    {
        lock (_gate)
        {
            id = _written;
            var news = _writtenNews;
            _writtenNews = false;
            return news;
        }
    }

    public bool TryTakeAnswer(out SessionMessage message)
    {
        lock (_gate)
        {
            return _answers.TryDequeue(out message!);
        }
    }
}
