using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Sessions;

/// <summary>A line of <c>GET …/sessions/{id}/recording</c>: an event of the session.</summary>
/// <param name="Seq">Its position.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Time">Microseconds since 1970 UTC.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Data">The bytes as base64 in a string for <see cref="EventTypes.TerminalOutput"/>, else the payload.</param>
public sealed record RecordedEvent(long Seq, int Epoch, long Time, string Type, JsonElement? Data);

/// <summary>The last line of a recording.</summary>
/// <param name="Next">Ask again after this position for what follows; null when nothing does.</param>
public sealed record RecordingEnd([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Next);
