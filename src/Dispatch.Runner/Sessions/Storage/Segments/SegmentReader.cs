using System.Collections.Concurrent;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>Opens the segments of a log for those who read the past. One that can't be read is a gap for them, and told in the log once.</summary>
internal sealed partial class SegmentReader(SegmentFolder folder, ILogger logger)
{
    private readonly ConcurrentDictionary<string, byte> _told = new(StringComparer.Ordinal);

    // Whoever reads a segment a part at a time comes again for the next part. Only as long as the memory isn't wanted elsewhere.
    private readonly WeakReference<Segment> _recent = new(null!);

    /// <summary>Null when it can't be read, for the cause given.</summary>
    public Segment? Open(string session, SegmentRow row, bool withOutput, out string cause)
    {
        cause = "";
        if (_recent.TryGetTarget(out var recent) && recent.Header.First == row.First && recent.Header.Session == session)
        {
            return recent;
        }

        var path = folder.File(session, row.First);
        try
        {
            if (!withOutput)
            {
                return Segment.ReadOutline(path);
            }

            var segment = Segment.Read(path, row.Hash);
            _recent.SetTarget(segment);
            return segment;
        }
        catch (SegmentFaultException e)
        {
            cause = e.Message;
            return null;
        }
    }

    public void Tell(string session, SegmentRow row, string cause)
    {
        var path = folder.File(session, row.First);
        if (_told.TryAdd(path, 0))
        {
            LogUnreadable(logger, session, row.First, row.Last, path, cause);
        }
    }

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "The output of session {Session} from {First} to {Last} can't be read: {Path}: {Cause}. Its readers see a gap; put that file back from a backup, and see all faults with: dispatch db verify")]
    private static partial void LogUnreadable(ILogger logger, string session, long first, long last, string path, string cause);
}
