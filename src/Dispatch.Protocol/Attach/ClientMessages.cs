using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Attach;

/// <summary>A JSON text frame from the client; <c>t</c> names its type.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(AttachRequest), "attach")]
[JsonDerivedType(typeof(Resize), "resize")]
[JsonDerivedType(typeof(Ack), "ack")]
[JsonDerivedType(typeof(Command), "command")]
[JsonDerivedType(typeof(Look), "look")]
[JsonDerivedType(typeof(Ping), "ping")]
public abstract record ClientMessage;

/// <summary>The first frame of a connection, once.</summary>
public sealed record AttachRequest : ClientMessage
{
    /// <summary>Where to go on; absent: from the oldest kept event.</summary>
    public Position? From { get; init; }

    /// <summary>True: only what comes from now on; <see cref="From"/> is not looked at.</summary>
    public bool Tail { get; init; }

    /// <summary>The client will not type; input and resize are refused.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The client's size, taken over when it is the first to attach or the last to have typed.</summary>
    public int? Cols { get; init; }

    public int? Rows { get; init; }

    /// <summary>Unacknowledged output bytes that the client takes, from 16 KiB; 1 MiB when absent.</summary>
    public int? Window { get; init; }

    /// <summary>Features that the client knows; those both know are in force.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Lines wanted above the screen in a snapshot, at most 10000; 1000 when absent.</summary>
    public int? Scrollback { get; init; }

    /// <summary>
    /// An id that the client made for itself, 8 to 64 characters, and keeps over its connections to this session. Its input then counts on
    /// over them, and is applied once whatever is sent again (<see cref="Attached.Received"/>). One connection at a time has it.
    /// </summary>
    public string? Client { get; init; }

    /// <summary>What the client draws with: told to programs that ask, while this client decides the size.</summary>
    public ClientColors? Colors { get; init; }
}

/// <summary>Colours where a program names none, each as <c>#rrggbb</c>.</summary>
public sealed record ClientColors(string? Foreground, string? Background, string? Cursor);

/// <summary>A position in a session's log.</summary>
public sealed record Position(int Epoch, long Seq);

/// <summary>The client's size, 1 to 1000 each. In force at once for the client that typed last, else remembered for when it types.</summary>
public sealed record Resize(int Cols, int Rows) : ClientMessage;

/// <summary>Everything up to and with <paramref name="Seq"/> was taken in; opens the window again.</summary>
public sealed record Ack(long Seq) : ClientMessage;

/// <summary>A command to a session whose kind takes them; applied once per <paramref name="Id"/>.</summary>
public sealed record Command(string Id, string Name, JsonElement? Data) : ClientMessage;

/// <summary>Whether somebody sees what the client shows: a tab that is hidden stays attached. Only with <see cref="AttachProtocol.PresenceFeature"/>.</summary>
public sealed record Look(bool On) : ClientMessage;

/// <summary>Answered at once by <see cref="Pong"/> with the same id.</summary>
public sealed record Ping(long Id) : ClientMessage;
