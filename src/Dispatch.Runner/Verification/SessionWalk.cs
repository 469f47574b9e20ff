using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Dispatch.Runner.Verification.Storage;

namespace Dispatch.Runner.Verification;

/// <summary>Judges a session's events one after the other, and folds them as the runner does.</summary>
internal sealed class SessionWalk(StoredSession session, string workspace, IReadOnlyDictionary<int, string> names, Faults faults)
{
    private int _epoch;

    /// <summary>The last position that was there.</summary>
    public long Seq { get; private set; }

    public SessionInfo Info { get; private set; } = SessionProjection.Empty(session.PublicId, workspace);

    /// <summary>False once a fact couldn't be folded: nothing can be compared then.</summary>
    public bool Folded { get; private set; } = true;

    public void Take(in WalkedEvent stored, ReadOnlySpan<byte> payload)
    {
        if (!names.TryGetValue(stored.Type, out var type))
        {
            faults.UnknownName(session.PublicId, stored.Seq, "type", stored.Type);
            Folded = false;
        }

        Place(stored, type);
        if (stored.KeyId != 0)
        {
            faults.Encrypted(session.PublicId, stored.Seq, stored.KeyId);
            Folded = false;
        }
        else if (type is not null && stored.Type != EventLog.OutputType)
        {
            Fold(stored, type, payload);
        }
    }

    /// <summary>All up to here was looked at, be it that some of it couldn't be read.</summary>
    public void Passed(long seq) => Seq = Math.Max(Seq, seq);

    public void BadSegment(SegmentRow row, string path, string cause) => faults.BadSegment(session.PublicId, row.First, row.Last, path, cause);

    private void Place(in WalkedEvent stored, string? type)
    {
        // Of a removed session only the fact is left that it was.
        if (!session.Removed)
        {
            if (stored.Seq > Seq + 1 && (Seq == 0 || stored.Seq - 1 > stored.PrunedThrough))
            {
                // What was dropped by the cap is no hole; only its end beyond that is.
                faults.Hole(session.PublicId, Math.Max(Seq, Seq == 0 ? 0 : stored.PrunedThrough) + 1, stored.Seq - 1);
            }
            else if (Seq == 0 && type is not null and not EventTypes.SessionCreated)
            {
                faults.NoBeginning(session.PublicId, stored.Seq, type);
                Folded = false;
            }

            if (stored.Type == EventLog.OutputType && stored.Seq <= stored.PrunedThrough)
            {
                faults.LeftOver(session.PublicId, stored.Seq, stored.PrunedThrough);
            }
        }

        if (stored.Epoch < _epoch)
        {
            faults.EpochBack(session.PublicId, stored.Seq, stored.Epoch, _epoch);
        }

        _epoch = stored.Epoch;
        Seq = stored.Seq;
    }

    private void Fold(in WalkedEvent stored, string type, ReadOnlySpan<byte> payload)
    {
        if (FactShapes.Fault(type, payload) is { } cause)
        {
            faults.Unparseable(session.PublicId, stored.Seq, type, cause);
            Folded = false;
        }
        else if (!names.TryGetValue(stored.Principal, out var principal))
        {
            faults.UnknownName(session.PublicId, stored.Seq, "principal", stored.Principal);
            Folded = false;
        }
        else if (Folded)
        {
            Info = SessionProjection.Apply(Info, type, principal, LogTime.ToMoment(stored.Time), payload);
        }
    }
}
