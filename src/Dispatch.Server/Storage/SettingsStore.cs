using System.Data.Common;
using System.Text.Json;
using Dapper;
using Dispatch.Protocol;
using Dispatch.Protocol.Settings;

namespace Dispatch.Server.Storage;

/// <summary>What the layers of settings say, but for the file's.</summary>
internal sealed class SettingsStore(IDatabase database)
{
    private const string Everybody = "";

    private const string Columns = "SELECT layer AS Layer, owner AS Owner, document AS Document, version AS Version FROM settings";

    /// <summary>Of everybody's, the principal's, the device's and every workspace's, those that were ever written.</summary>
    public async Task<IReadOnlyList<SettingsLayer>> ReadAsync(string principal, string? device, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(
            $"""
            {Columns}
            WHERE layer IN ('server', 'workspace') OR (layer = 'user' AND owner = @principal) OR (layer = 'device' AND owner = @device)
            ORDER BY layer, owner
            """,
            new { principal, device = device ?? "" });
        return [.. rows.Select(static row => row.ToLayer())];
    }

    /// <summary>Those that were written since, by any server.</summary>
    public async Task<IReadOnlyList<SettingsLayer>> ChangedSinceAsync(long version, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>($"{Columns} WHERE version > @version ORDER BY version", new { version });
        return [.. rows.Select(static row => row.ToLayer())];
    }

    public async Task<long> VersionAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await VersionAsync(connection, null);
    }

    /// <summary>Changes a layer. One change comes after another, on every server, so a version that was passed on is never that of something else.</summary>
    /// <param name="change">What the layer is to say, from what it says; null to leave it.</param>
    /// <param name="now">Versions are times where nothing keeps them from it: they go on rising after the highest one was removed.</param>
    /// <returns>The layer as it is now.</returns>
    public async Task<SettingsLayer> ChangeAsync(
        SettingLayer layer, string? owner, Func<SettingsLayer, IReadOnlyDictionary<string, JsonElement>?> change, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        var key = new { layer = Name(layer), owner = owner ?? Everybody };
        var row = await connection.QuerySingleOrDefaultAsync<Row>($"{Columns} WHERE layer = @layer AND owner = @owner", key, transaction);
        var before = (row ?? new Row(key.layer, key.owner, "{}", 0)).ToLayer();
        if (change(before) is not { } values)
        {
            return before;
        }

        var document = JsonSerializer.Serialize(new SortedDictionary<string, JsonElement>(values.ToDictionary(), StringComparer.Ordinal), Wire.Default.SortedDictionaryStringJsonElement);
        var version = Math.Max(now, await VersionAsync(connection, transaction) + 1);
        await connection.ExecuteAsync(
            """
            INSERT INTO settings (layer, owner, document, version) VALUES (@layer, @owner, @document, @version)
            ON CONFLICT (layer, owner) DO UPDATE SET document = excluded.document, version = excluded.version
            """,
            new { key.layer, key.owner, document, version },
            transaction);
        await transaction.CommitAsync(cancellation);
        return before with { Version = version, Values = values };
    }

    private static async Task<long> VersionAsync(DbConnection connection, DbTransaction? transaction) =>
        await connection.ExecuteScalarAsync<long>("SELECT coalesce(max(version), 0) FROM settings", transaction: transaction);

    private static string Name(SettingLayer layer) => JsonNamingPolicy.CamelCase.ConvertName(layer.ToString());

    private sealed record Row(string Layer, string Owner, string Document, long Version)
    {
        public SettingsLayer ToLayer() => new(
            Enum.Parse<SettingLayer>(Layer, ignoreCase: true), Owner == Everybody ? null : Owner, Version,
            JsonSerializer.Deserialize(Document, Wire.Default.SortedDictionaryStringJsonElement)!);
    }
}
