namespace Dispatch.Protocol.Databases;

/// <summary>What a workspace's log holds, to hold a copy against it.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Format">The version of the file's tables.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="Events">How many events there are, of all sessions.</param>
/// <param name="Sessions">Each session that wasn't removed, with the last position it has.</param>
public sealed record LogContents(string Workspace, int Format, int Epoch, long Events, IReadOnlyList<SessionPosition> Sessions);

/// <param name="Id">The session.</param>
/// <param name="Seq">Its last position.</param>
public sealed record SessionPosition(string Id, long Seq);

/// <summary>What <c>Dispatch.Runner --copy-logs</c> and <c>--adopt-logs</c> print.</summary>
public sealed record LogContentsList(IReadOnlyList<LogContents> Items);
