using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Attach;

/// <summary>A JSON text frame from the runner; <c>t</c> names its type. A client passes over types it doesn't know.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(Attached), "attached")]
[JsonDerivedType(typeof(Gap), "gap")]
[JsonDerivedType(typeof(Snapshot), "snapshot")]
[JsonDerivedType(typeof(EventMessage), "event")]
[JsonDerivedType(typeof(Live), "live")]
[JsonDerivedType(typeof(Written), "written")]
[JsonDerivedType(typeof(CommandResult), "result")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(Fault), "error")]
public abstract record SessionMessage;

/// <summary>The first frame back. What follows starts after the position asked for, or with a <see cref="Gap"/>.</summary>
/// <param name="Session">The session as it is now.</param>
/// <param name="Client">The id of this connection.</param>
/// <param name="Head">The last committed position; replay runs up to it before <see cref="Live"/>.</param>
/// <param name="Window">The window in force, in bytes.</param>
/// <param name="Features">The features in force.</param>
/// <param name="Received">
/// With a client's own id (<see cref="AttachRequest.Client"/>): the last of its input that this runner has; what is beyond it is to be sent
/// again. Absent when the runner doesn't know the client: what was not confirmed before is unknown then.
/// </param>
public sealed record Attached(
    SessionInfo Session, string Client, long Head, int Window, IReadOnlyList<string> Features, uint? Received = null) : SessionMessage;

/// <summary>What the client shows is not what follows: clear it. The next event is <paramref name="First"/>, the oldest kept.</summary>
/// <param name="Reason"><c>first</c>: nothing was asked for; <c>epoch</c>: the log's epoch changed; <c>pruned</c>: older output was dropped; <c>hole</c>: the log lacks what was never dropped; <c>ahead</c>: the position lies after the log's end.</param>
/// <param name="Epoch">The epoch in force from here.</param>
/// <param name="First">The first position that follows; all before it is not to be had.</param>
/// <param name="Cols">The terminal's columns at <paramref name="First"/>.</param>
/// <param name="Rows">The terminal's rows at <paramref name="First"/>.</param>
public sealed record Gap(string Reason, int Epoch, long First, int Cols, int Rows) : SessionMessage;

/// <summary>
/// What the client shows is not what follows: clear it, take this size, and feed it the <see cref="SnapshotFrame"/>s that come next. They
/// rebuild the screen as of <paramref name="Seq"/>; what comes after them is after it. Only with <see cref="AttachProtocol.SnapshotFeature"/>.
/// </summary>
/// <param name="Reason">As of a <see cref="Gap"/>, or <c>behind</c>: more came than the client took in, and this stands for it.</param>
/// <param name="Epoch">The epoch in force from here.</param>
/// <param name="Seq">The client's position once it has the frames.</param>
/// <param name="Cols">The terminal's columns at <paramref name="Seq"/>.</param>
/// <param name="Rows">The terminal's rows at <paramref name="Seq"/>.</param>
/// <param name="Bytes">The bytes in the frames together.</param>
public sealed record Snapshot(string Reason, int Epoch, long Seq, int Cols, int Rows, int Bytes) : SessionMessage;

/// <summary>An event that isn't terminal output, in its place among the output frames.</summary>
/// <param name="Seq">Its position.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Time">Microseconds since 1970 UTC.</param>
/// <param name="Type">One of <see cref="EventTypes"/> or of the session's kind.</param>
/// <param name="Principal">Who caused it; empty for the runner itself.</param>
/// <param name="Data">The payload.</param>
public sealed record EventMessage(long Seq, int Epoch, long Time, string Type, string Principal, JsonElement? Data) : SessionMessage;

/// <summary>Replay has reached <see cref="Attached.Head"/>: what follows happens now. Sent once.</summary>
public sealed record Live(long Seq) : SessionMessage;

/// <summary>The input frames up to and with <paramref name="Id"/> were written to the process.</summary>
public sealed record Written(uint Id) : SessionMessage;

/// <summary>The answer to a <see cref="Command"/>.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Ok">Whether it was applied.</param>
/// <param name="Code">The error's code, if not.</param>
/// <param name="Message">The error's message, if not.</param>
public sealed record CommandResult(string Id, bool Ok, string? Code, string? Message) : SessionMessage;

public sealed record Pong(long Id) : SessionMessage;

/// <summary>An error of this connection. When <paramref name="Fatal"/>, a close frame follows.</summary>
public sealed record Fault(string Code, string Message, bool Fatal) : SessionMessage;
