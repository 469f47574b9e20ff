namespace Dispatch.Protocol.Sessions;

/// <summary>What keeping within the limits of kept output took, or would take.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="DryRun">Nothing was dropped; it tells what would be.</param>
/// <param name="Kept">Bytes of output that are left on the disk, in all.</param>
/// <param name="Freed">Bytes on the disk that it gives back, in all.</param>
/// <param name="Items">The sessions that lose something.</param>
public sealed record RetentionReport(string Workspace, bool DryRun, long Kept, long Freed, IReadOnlyList<DroppedOutput> Items);

/// <summary>Output that a session loses. Its positions and everything but output stay.</summary>
/// <param name="Session">The session.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Through">The position up to which no output is left.</param>
/// <param name="Output">Bytes that were printed.</param>
/// <param name="Freed">Bytes on the disk.</param>
/// <param name="Limit">The limit that asks for the most of it, as it is called in <c>runner.json</c>.</param>
public sealed record DroppedOutput(string Session, string Name, long Through, long Output, long Freed, string Limit);
