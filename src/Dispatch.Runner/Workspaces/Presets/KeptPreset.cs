using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol.Layouts;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>A preset as its workspace's log has it, so that it goes wherever that goes.</summary>
internal sealed record KeptPreset(string Name, DateTimeOffset SavedAt, IReadOnlyList<KeptSession> Sessions, Layout? Layout = null)
{
    /// <exception cref="JsonException">It isn't one.</exception>
    public static KeptPreset Read(string text)
    {
        var kept = JsonSerializer.Deserialize(text, KeptPresetJson.Default.KeptPreset) ?? throw new JsonException("it is null");
        var fault = kept.Sessions.Any(session => session is null or { Command: null or { Count: 0 } } || session.Command.Contains(null!)) ? "a session has no command"
            : kept.Layout is { } layout ? LayoutRules.Fault(layout)
            : null;
        return fault is null ? kept : throw new JsonException(fault);
    }

    public string ToText() => JsonSerializer.Serialize(this, KeptPresetJson.Default.KeptPreset);

    /// <summary>Without the values of variables: those are told to nobody who only looks.</summary>
    public Preset ToInfo(string id) => new(id, Name, SavedAt, [.. Sessions.Select(session => session.ToInfo())], Layout);
}

/// <param name="Id">What the layout calls it.</param>
internal sealed record KeptSession(
    string Id, string Name, string Kind, IReadOnlyList<string> Command, string Cwd, int Cols, int Rows,
    IReadOnlyDictionary<string, string>? Env = null, bool? ShellIntegration = null, string? Agent = null, SandboxMode? Sandbox = null)
{
    public PresetSession ToInfo() => new(Id, Name, Kind, Command, Cwd, Env is { Count: > 0 } ? [.. Env.Keys.Order(StringComparer.Ordinal)] : null);

    public CreateSession ToRequest(string name, string? requestId) => new()
    {
        RequestId = requestId,
        Kind = Kind,
        Agent = Agent,
        Name = name,
        Command = Command,
        Cwd = Cwd,
        Cols = Cols,
        Rows = Rows,
        Env = Env,
        ShellIntegration = ShellIntegration,
        Sandbox = Sandbox,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptPreset))]
internal sealed partial class KeptPresetJson : JsonSerializerContext;
