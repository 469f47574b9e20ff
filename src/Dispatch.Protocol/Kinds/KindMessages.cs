using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Kinds;

/// <summary>
/// What a runner tells a session's kind. A kind is defined by messages alone, so it can live in the runner (the terminal) or out of
/// process: then each is one line of JSON on the kind's standard input, and its own messages are lines on its standard output.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(KindStart), "start")]
[JsonDerivedType(typeof(KindCommand), "command")]
[JsonDerivedType(typeof(KindStop), "stop")]
public abstract record ToKind;

/// <summary>The first message to a fresh process.</summary>
public sealed record KindStart(string Session, string Name, string Cwd, IReadOnlyList<string> Command) : ToKind;

/// <summary>A client's command; answer with <see cref="KindResult"/> of the same id.</summary>
public sealed record KindCommand(string Id, string Name, string Principal, JsonElement? Data) : ToKind;

/// <summary>End within the grace time.</summary>
public sealed record KindStop : ToKind;

/// <summary>What a kind tells its runner.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(KindEvent), "event")]
[JsonDerivedType(typeof(KindResult), "result")]
[JsonDerivedType(typeof(KindSnapshot), "snapshot")]
public abstract record FromKind;

/// <summary>A fact for the log; it reaches clients after its commit.</summary>
/// <param name="Type">A past-tense type that starts with the kind's name: <c>echo.said</c>.</param>
/// <param name="Principal">Who caused it, as the command said.</param>
/// <param name="Data">The payload.</param>
public sealed record KindEvent(string Type, string? Principal, JsonElement? Data) : FromKind;

/// <summary>Whether a command was applied.</summary>
public sealed record KindResult(string Id, bool Ok, string? Code, string? Message) : FromKind;

/// <summary>The whole state as of all events before it: a client that attaches gets the last one, then the events after it.</summary>
public sealed record KindSnapshot(JsonElement Data) : FromKind;
