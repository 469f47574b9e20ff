using System.Text.Json.Serialization;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Feed;

/// <summary>
/// A line of a runner's feed (<c>GET /runner/feed?cursor=WORKSPACE:POSITION,…</c>, newline-delimited JSON, never ending). It holds
/// no content of sessions. After the cursor's positions every entry comes once, in order within a workspace; taking one in
/// twice must do nothing.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(FeedHello), "hello")]
[JsonDerivedType(typeof(FeedEntry), "entry")]
[JsonDerivedType(typeof(FeedWorkspaces), "workspaces")]
[JsonDerivedType(typeof(FeedPresence), "presence")]
[JsonDerivedType(typeof(FeedCaughtUp), "caught-up")]
[JsonDerivedType(typeof(FeedBeat), "beat")]
public abstract record FeedMessage;

/// <summary>The first line.</summary>
public sealed record FeedHello(RunnerStatus Runner) : FeedMessage;

/// <summary>A lifecycle event of a session.</summary>
/// <param name="Workspace">The workspace whose log it is in.</param>
/// <param name="Position">Its position in that log over all sessions: what the cursor holds.</param>
/// <param name="Seq">Its position in the session.</param>
/// <param name="Time">Microseconds since 1970 UTC.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Principal">Who caused it.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Session">The session as of this event or a later one; absent once removed.</param>
/// <param name="Ended">The command that ended, with an event that says so; absent from runners before 0.2.</param>
/// <param name="Said">What a program wants a person to know, with an event that says so. Untrusted.</param>
public sealed record FeedEntry(
    string Workspace, long Position, long Seq, long Time, string Type, string Principal, string SessionId, SessionInfo? Session,
    LastCommand? Ended = null, Notified? Said = null) : FeedMessage;

/// <summary>
/// Who is on a session now: no event, kept nowhere, and told only to a server that asks for it (<c>&amp;presence=true</c>). At the beginning of
/// each session that somebody is on, and then whenever that changes.
/// </summary>
/// <param name="Attendees">Empty when nobody is any more.</param>
public sealed record FeedPresence(string Workspace, string SessionId, IReadOnlyList<Attendee> Attendees) : FeedMessage;

/// <summary>Somebody who looks at a session, by one or several clients.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Device">The device; absent for a program with a key, such as <c>dispatch attach</c>.</param>
/// <param name="Types">Typed last, a few seconds ago at most.</param>
public sealed record Attendee(string Principal, string? Device, bool Types);

/// <summary>There is another workspace, one less, or one is called or placed otherwise. Sessions of those that aren't among them are gone.</summary>
/// <param name="Workspaces">All there are.</param>
public sealed record FeedWorkspaces(IReadOnlyList<WorkspaceInfo> Workspaces) : FeedMessage;

/// <summary>Everything committed so far was sent.</summary>
public sealed record FeedCaughtUp : FeedMessage;

/// <summary>Nothing happened to sessions for a while, and the runner lives. At least every 5 seconds, and at once when its disk has more or less room than before.</summary>
/// <param name="Troubles">As in <see cref="RunnerStatus"/>, empty when there are none; absent from runners before 0.2.</param>
public sealed record FeedBeat(IReadOnlyList<ProblemPart>? Troubles = null) : FeedMessage;

/// <summary>Answer of <c>GET /runner/status</c>.</summary>
/// <param name="Environment">The environment's id.</param>
/// <param name="Version">The runner's version.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Keeper">Its keeper, if connected.</param>
/// <param name="Sessions">How many sessions it holds.</param>
/// <param name="Running">How many of them run.</param>
/// <param name="Clients">How many clients are attached.</param>
/// <param name="Workspaces">Its workspaces.</param>
/// <param name="Troubles">What keeps it from doing all its work, or soon will; absent when nothing does, and from runners before 0.2.</param>
public sealed record RunnerStatus(
    string Environment, string Version, int Pid, DateTimeOffset StartedAt, KeeperStatus? Keeper, int Sessions, int Running, int Clients,
    IReadOnlyList<WorkspaceInfo> Workspaces, IReadOnlyList<ProblemPart>? Troubles = null);

/// <param name="Version">The version of the program that the keeper runs; it stays when the runner is upgraded.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Protocol">The version of the protocol that it and the runner speak; a runner that speaks another one can't take its place. Absent from runners before 0.2.</param>
public sealed record KeeperStatus(string Version, int Pid, int? Protocol = null);
