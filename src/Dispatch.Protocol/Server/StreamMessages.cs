using System.Text.Json.Serialization;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;

namespace Dispatch.Protocol.Server;

/// <summary>
/// A JSON text frame of <c>GET /api/stream</c> (WebSocket, subprotocol <c>dispatch.v1</c>): a browser's one socket for
/// all that isn't a session's content. The client sends only <see cref="Attach.Ping"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(StreamSessions), "sessions")]
[JsonDerivedType(typeof(StreamSession), "session")]
[JsonDerivedType(typeof(StreamRemoved), "removed")]
[JsonDerivedType(typeof(StreamWorkspaces), "workspaces")]
[JsonDerivedType(typeof(StreamRunner), "runner")]
[JsonDerivedType(typeof(StreamSettings), "settings")]
[JsonDerivedType(typeof(StreamSettingsLayer), "settings-layer")]
[JsonDerivedType(typeof(StreamUnread), "unread")]
[JsonDerivedType(typeof(StreamNotification), "notification")]
[JsonDerivedType(typeof(StreamPresence), "presence")]
[JsonDerivedType(typeof(StreamPong), "pong")]
public abstract record StreamMessage;

/// <summary>The whole list; on every connection, and again whenever changes were missed.</summary>
public sealed record StreamSessions(IReadOnlyList<SessionInfo> Items) : StreamMessage;

/// <summary>A session is new or changed.</summary>
public sealed record StreamSession(SessionInfo Item) : StreamMessage;

/// <summary>A session was removed.</summary>
public sealed record StreamRemoved(string Workspace, string Id) : StreamMessage;

/// <summary>All workspaces there are: on every connection, and whenever one is new, gone, or called otherwise.</summary>
public sealed record StreamWorkspaces(IReadOnlyList<WorkspaceInfo> Items) : StreamMessage;

/// <summary>The runner of an environment was reached or lost, or something else keeps it from its work than before.</summary>
/// <param name="Environment">The environment's id.</param>
/// <param name="Link">Whether it is reached.</param>
/// <param name="Troubles">What keeps it from doing all its work, or soon will; absent when nothing does, and from servers before 0.2.</param>
public sealed record StreamRunner(string Environment, RunnerLink Link, IReadOnlyList<ProblemPart>? Troubles = null) : StreamMessage;

/// <summary>The settings that apply to whoever listens; first on every connection, and again whenever changes were missed.</summary>
public sealed record StreamSettings(IReadOnlyList<SettingsLayer> Layers) : StreamMessage;

/// <summary>A layer of them has changed: all that it says now. One that isn't newer than what is known is to be passed over.</summary>
public sealed record StreamSettingsLayer(SettingsLayer Layer) : StreamMessage;

/// <summary>What wasn't read yet on any device: when a connection begins, and whenever something was read or went with its session.</summary>
/// <param name="Items">The newest, at most 100, the newest first.</param>
/// <param name="Count">How many there are in all.</param>
public sealed record StreamUnread(IReadOnlyList<NotificationInfo> Items, int Count) : StreamMessage;

/// <summary>Something new to tell its person.</summary>
public sealed record StreamNotification(NotificationInfo Item) : StreamMessage;

/// <summary>Who is on sessions.</summary>
/// <param name="Items">Each session's attendees, as they are now.</param>
/// <param name="All">Nobody is on any other session: how a connection begins.</param>
public sealed record StreamPresence(IReadOnlyList<SessionPresence> Items, bool All) : StreamMessage;

/// <param name="Workspace">The session's workspace.</param>
/// <param name="Id">The session.</param>
/// <param name="People">Who looks at it; empty when nobody does.</param>
public sealed record SessionPresence(string Workspace, string Id, IReadOnlyList<PersonPresent> People);

/// <summary>Somebody on a session. Of oneself each device is told; of others only that they are there.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="Device">The id of one's own device; absent for a program with the key.</param>
/// <param name="DeviceName">What it is called in the list of devices.</param>
/// <param name="Types">Typed last, a few seconds ago at most.</param>
public sealed record PersonPresent(string Principal, string Name, string? Device, string? DeviceName, bool Types);

public sealed record StreamPong(long Id) : StreamMessage;
