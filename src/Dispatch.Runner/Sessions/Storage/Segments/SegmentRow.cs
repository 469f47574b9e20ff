namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>What the log knows of a segment.</summary>
/// <param name="After">Output at or before this position is in earlier segments, or was dropped.</param>
/// <param name="First">The position of its first event, by which its file is named.</param>
/// <param name="Last">The position of its last event.</param>
/// <param name="Events">How many it holds.</param>
/// <param name="OutputBytes">Their payloads' bytes.</param>
/// <param name="StoredBytes">The file's size.</param>
/// <param name="Time">When its last event happened.</param>
/// <param name="Hash">SHA-256 of the file.</param>
internal sealed record SegmentRow(long After, long First, long Last, int Events, long OutputBytes, long StoredBytes, long Time, byte[] Hash);
