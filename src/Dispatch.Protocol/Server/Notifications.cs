using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Server;

/// <summary>What a person is told of. JSON: the member's name in camel case.</summary>
[JsonConverter(typeof(NotificationKindConverter))]
public enum NotificationKind
{
    /// <summary>A session waits for its person: its program said so (OSC 9, OSC 777), or rang the bell.</summary>
    Waiting,

    /// <summary>A command that took long ended.</summary>
    CommandEnded,

    /// <summary>A session's program could not be started.</summary>
    Failed,

    /// <summary>A session's program ended with an error.</summary>
    Exited,

    /// <summary>A session's program went away unseen.</summary>
    Lost,
}

/// <summary>Something that a person is told of, on all devices until it was read on one. Texts are one line each, without control characters, and untrusted.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Kind">What it is of.</param>
/// <param name="Workspace">The session's workspace.</param>
/// <param name="SessionId">The session.</param>
/// <param name="SessionName">What it was called then.</param>
/// <param name="Title">The program's own, if it gave one; at most 120 characters.</param>
/// <param name="Text">What the program said, the command line, or why the session failed or was lost; at most 300 characters.</param>
/// <param name="Command">The number of the command in the session.</param>
/// <param name="ExitCode">The command's or the program's exit code.</param>
/// <param name="Signal">The signal that ended the program.</param>
/// <param name="DurationMs">How long the command took, in milliseconds.</param>
/// <param name="At">When it happened.</param>
/// <param name="Read">Whether it was read, on any device.</param>
public sealed record NotificationInfo(
    long Id, NotificationKind Kind, string Workspace, string SessionId, string SessionName, string? Title, string? Text, int? Command, int? ExitCode,
    string? Signal, long? DurationMs, DateTimeOffset At, bool Read);

/// <summary>Answer of <c>GET /api/notifications</c>: the newest first.</summary>
/// <param name="Items">So many as were asked for.</param>
/// <param name="Older">Whether there are older ones.</param>
public sealed record NotificationList(IReadOnlyList<NotificationInfo> Items, bool Older);

/// <summary>Body of <c>POST /api/notifications/read</c>: which ones were read.</summary>
/// <param name="Ids">These, at most 500.</param>
/// <param name="Through">All up to this id.</param>
public sealed record ReadNotifications(IReadOnlyList<long>? Ids = null, long? Through = null);

internal sealed class NotificationKindConverter() : JsonStringEnumConverter<NotificationKind>(JsonNamingPolicy.CamelCase);
