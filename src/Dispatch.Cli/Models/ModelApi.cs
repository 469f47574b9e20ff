using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Gateway;

namespace Dispatch.Cli.Models;

/// <summary>The server's endpoints of models: keys, limits and what was used.</summary>
internal static class ModelApi
{
    private const string Limits = "/api/models/limits";

    public static async Task<IReadOnlyList<ModelProviderInfo>> ListAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.GetAsync("/api/models", Wire.Default.ModelList, cancellation)).Items;

    public static Task SetKeyAsync(ServerConnection connection, string provider, SetModelKey key, CancellationToken cancellation) =>
        connection.PutAsync(Key(provider), key, Wire.Default.SetModelKey, cancellation);

    public static async Task RemoveKeyAsync(ServerConnection connection, string provider, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, Key(provider), null, cancellation);
    }

    public static Task<ModelLimits> LimitsAsync(ServerConnection connection, CancellationToken cancellation) =>
        connection.GetAsync(Limits, Wire.Default.ModelLimits, cancellation);

    public static Task SetLimitsAsync(ServerConnection connection, ModelLimits limits, CancellationToken cancellation) =>
        connection.PutAsync(Limits, limits, Wire.Default.ModelLimits, cancellation);

    public static Task<UsageReport> UsageAsync(ServerConnection connection, string query, CancellationToken cancellation) =>
        connection.GetAsync("/api/usage" + query, Wire.Default.UsageReport, cancellation);

    private static string Key(string provider) => $"/api/models/{Uri.EscapeDataString(provider)}/key";
}
