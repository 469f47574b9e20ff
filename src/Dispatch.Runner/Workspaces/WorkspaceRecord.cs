using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces;

/// <summary>What a workspace is called and where it is: kept in its log, so that it goes wherever that goes (a backup, another machine).</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Folder">Absolute.</param>
/// <param name="CreatedAt">When it was made; null for the home folder's.</param>
/// <param name="Archived">Put away: it is there, and not in the way.</param>
/// <param name="Made">The folder was made with it.</param>
/// <param name="Variables">What its programs have in their environment beyond what the runner has.</param>
/// <param name="HasSecrets">The server has secret variables for it: its programs wait for them.</param>
internal sealed record WorkspaceRecord(
    string Name, string Folder, DateTimeOffset? CreatedAt = null, bool Archived = false, bool Made = false,
    IReadOnlyDictionary<string, string>? Variables = null, bool HasSecrets = false)
{
    /// <summary>What the home folder's is called until a person calls it otherwise.</summary>
    public const string Home = "Home";

    /// <summary>One of whose log only the name of its folder tells.</summary>
    public static WorkspaceRecord Unnamed(string id) => new(
        id == Workspace.Default ? Home : id, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <exception cref="JsonException">It isn't one.</exception>
    public static WorkspaceRecord? Read(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, WorkspaceRecordJson.Default.WorkspaceRecord);

    public string ToText() => JsonSerializer.Serialize(this, WorkspaceRecordJson.Default.WorkspaceRecord);

    public WorkspaceInfo ToInfo(string id, string environment) => new(id, Name, environment, Folder)
    {
        CreatedAt = CreatedAt,
        Archived = Archived ? true : null,
        Made = Made ? true : null,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkspaceRecord))]
internal sealed partial class WorkspaceRecordJson : JsonSerializerContext;
