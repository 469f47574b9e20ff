using Dispatch.Protocol.Feed;

namespace Dispatch.Protocol.Server;

/// <summary>Answer of <c>GET /api/status</c>.</summary>
public sealed record ServerStatus(
    string Url, string Version, int Pid, DateTimeOffset StartedAt, string Database, RunnerLink RunnerLink, RunnerStatus? Runner);

/// <param name="State"><c>connected</c>, <c>starting</c> or <c>unreachable</c>.</param>
/// <param name="Reason">Why not connected, with the next step.</param>
public sealed record RunnerLink(string State, string? Reason);

/// <summary>
/// <c>run/server.json</c>: written by a server once it answers, removed when it stops. Stale when <c>server.lock</c> isn't held.
/// </summary>
/// <param name="Url">What a person opens.</param>
/// <param name="Listens">Address and port that a program on this machine connects to, whatever the URL's name resolves to.</param>
public sealed record ServerStateFile(string Url, string Listens, int Pid, string Version, DateTimeOffset StartedAt);
