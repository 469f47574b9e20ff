namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>An event of a segment; its bytes lie after those of the events before it.</summary>
internal readonly record struct SealedEvent(long Seq, long Position, int Epoch, long Time, int Principal, int KeyId, int Length)
{
    public StoredEvent Stored(long session) => new(Position, session, Seq, Epoch, Time, EventLog.OutputType, Principal, KeyId, Length);
}
