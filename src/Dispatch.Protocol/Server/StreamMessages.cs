using System.Text.Json.Serialization;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Server;

/// <summary>
/// A JSON text frame of <c>GET /api/stream</c> (WebSocket, subprotocol <c>dispatch.v1</c>): a browser's one socket for
/// all that isn't a session's content. The client sends only <see cref="Attach.Ping"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(StreamSessions), "sessions")]
[JsonDerivedType(typeof(StreamSession), "session")]
[JsonDerivedType(typeof(StreamRemoved), "removed")]
[JsonDerivedType(typeof(StreamRunner), "runner")]
[JsonDerivedType(typeof(StreamPong), "pong")]
public abstract record StreamMessage;

/// <summary>The whole list; first frame of a connection, and again whenever changes were missed.</summary>
public sealed record StreamSessions(IReadOnlyList<SessionInfo> Items) : StreamMessage;

/// <summary>A session is new or changed.</summary>
public sealed record StreamSession(SessionInfo Item) : StreamMessage;

/// <summary>A session was removed.</summary>
public sealed record StreamRemoved(string Workspace, string Id) : StreamMessage;

/// <summary>The runner of an environment was reached or lost.</summary>
public sealed record StreamRunner(string Environment, RunnerLink Link) : StreamMessage;

public sealed record StreamPong(long Id) : StreamMessage;
