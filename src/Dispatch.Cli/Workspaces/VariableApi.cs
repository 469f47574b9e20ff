using System.Text.Json.Serialization;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

/// <summary>The endpoints of a workspace's variables: the plain ones are the runner's, the secret ones the server's.</summary>
internal static class VariableApi
{
    public static async Task<IReadOnlyList<Variable>> ListAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        (await connection.GetAsync(Plain(workspace), Wire.Default.VariableList, cancellation)).Items;

    public static async Task<IReadOnlyList<SecretInfo>> ListSecretsAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        (await connection.GetAsync(Secrets(workspace), Wire.Default.SecretList, cancellation)).Items;

    public static Task SetAsync(ServerConnection connection, string workspace, string name, string value, CancellationToken cancellation) =>
        connection.PutAsync($"{Plain(workspace)}/{Uri.EscapeDataString(name)}", new SetVariable(value), Wire.Default.SetVariable, cancellation);

    public static Task SetSecretAsync(ServerConnection connection, string workspace, string name, string value, CancellationToken cancellation) =>
        connection.PutAsync($"{Secrets(workspace)}/{Uri.EscapeDataString(name)}", new SetVariable(value), Wire.Default.SetVariable, cancellation);

    public static async Task RemoveAsync(ServerConnection connection, string workspace, string name, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Plain(workspace)}/{Uri.EscapeDataString(name)}", null, cancellation);
    }

    public static async Task RemoveSecretAsync(ServerConnection connection, string workspace, string name, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Secrets(workspace)}/{Uri.EscapeDataString(name)}", null, cancellation);
    }

    private static string Plain(string workspace) => WorkspaceApi.Path(workspace) + "/variables";

    private static string Secrets(string workspace) => WorkspaceApi.Path(workspace) + "/secrets";
}

/// <summary>A variable as the list has it; a secret one has no value.</summary>
internal sealed record ListedVariable(string Name, string? Value, bool? Secret = null, bool? Unreadable = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListedVariable))]
internal sealed partial class VariableJson : JsonSerializerContext;
