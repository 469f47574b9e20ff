using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// The last commands of a client that keeps an id over its connections: one that it sends again, because its answer was cut off, is answered
/// again and not applied again.
/// </summary>
internal sealed class AnsweredCommands
{
    /// <summary>More than a client has unanswered at once.</summary>
    private const int Most = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _known = [];
    private readonly Queue<string> _order = [];

    /// <summary>What to answer a command by that is new; null for one that was sent before, which is answered here.</summary>
    public Action<CommandResult>? Begin(string id, Action<CommandResult> answer)
    {
        CommandResult? before;
        lock (_gate)
        {
            if (!_known.TryGetValue(id, out var entry))
            {
                return Add(id, answer);
            }

            // The connection that it came on may be gone, or may wait as well: the answer goes to both.
            entry.Answer += answer;
            before = entry.Result;
        }

        if (before is not null)
        {
            answer(before);
        }

        return null;
    }

    private Action<CommandResult> Add(string id, Action<CommandResult> answer)
    {
        if (_order.Count == Most)
        {
            _known.Remove(_order.Dequeue());
        }

        var entry = new Entry { Answer = answer };
        _known.Add(id, entry);
        _order.Enqueue(id);
        return result =>
        {
            Action<CommandResult> latest;
            lock (_gate)
            {
                entry.Result = result;
                latest = entry.Answer;
            }

            latest(result);
        };
    }

    private sealed class Entry
    {
        public required Action<CommandResult> Answer { get; set; }

        public CommandResult? Result { get; set; }
    }
}
