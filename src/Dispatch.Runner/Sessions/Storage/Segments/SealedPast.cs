namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>The sealed events of a session after a position, one after the other and one segment at a time.</summary>
/// <param name="rows">Steps through the segments that end after the position: the columns of <see cref="SegmentTable"/>, then the session's id.</param>
/// <param name="segments">Opens them.</param>
/// <param name="session">The session's row.</param>
/// <param name="after">The position.</param>
/// <param name="withOutput">Whether the bytes are wanted.</param>
internal struct SealedPast(Statement rows, SegmentReader segments, long session, long after, bool withOutput)
{
    private Segment? _segment;
    private int _index;
    private bool _ended;

    /// <summary>The first that couldn't be read, and why.</summary>
    public (string Session, SegmentRow Row, string Cause)? Unread { get; private set; }

    public readonly StoredEvent Stored => _segment!.Events[_index].Stored(session);

    public readonly ReadOnlySpan<byte> Output => withOutput ? _segment!.Output(_index) : default;

    /// <summary>Moves to the next event; false after the last.</summary>
    public bool Next()
    {
        if (_segment is not null && ++_index < _segment.Events.Count)
        {
            return true;
        }

        while (!_ended)
        {
            if (!rows.Step())
            {
                _ended = true;
                return false;
            }

            var row = SegmentTable.Row(rows);
            if (segments.Open(rows.Text(8), row, withOutput, out var cause) is not { } segment)
            {
                Unread ??= (rows.Text(8), row, cause);
            }
            else
            {
                _segment = segment;
                for (_index = 0; _index < segment.Events.Count; _index++)
                {
                    if (segment.Events[_index].Seq > after)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
