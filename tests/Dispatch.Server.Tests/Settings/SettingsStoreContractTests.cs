using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Settings;

/// <summary>What every engine must do with settings.</summary>
public sealed class SettingsStoreContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_layer_is_read_by_those_it_belongs_to(string engine)
    {
        await using var database = await OpenAsync(engine);
        var store = new SettingsStore(database);
        await store.ChangeAsync(SettingLayer.Server, null, _ => Values("""{"theme":"dark"}"""), 5, Never);
        await store.ChangeAsync(SettingLayer.User, "p_1", _ => Values("""{"theme":"light"}"""), 5, Never);
        await store.ChangeAsync(SettingLayer.User, "p_2", _ => Values("{}"), 5, Never);
        await store.ChangeAsync(SettingLayer.Device, "d_1", _ => Values("{}"), 5, Never);
        await store.ChangeAsync(SettingLayer.Workspace, "default", _ => Values("{}"), 5, Never);

        Assert.Equal(["d_1", null, "p_1", "default"], (await store.ReadAsync("p_1", "d_1", Never)).Select(layer => layer.Owner));
        Assert.Equal([null, "p_2", "default"], (await store.ReadAsync("p_2", null, Never)).Select(layer => layer.Owner));
        Assert.Equal("light", (await store.ReadAsync("p_1", null, Never)).Single(layer => layer.Layer == SettingLayer.User).Values["theme"].GetString());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_changes_at_once_none_is_lost_and_no_version_is_given_twice(string engine)
    {
        await using var database = await OpenAsync(engine);
        var store = new SettingsStore(database);

        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => store.ChangeAsync(
            SettingLayer.User, "p_1", before => new Dictionary<string, JsonElement>(before.Values) { [$"k{i}"] = Snapshot(i) }, 100, Never))));

        Assert.Equal(Enumerable.Range(100, 8).Select(i => (long)i), changed.Select(layer => layer.Version).Order());
        Assert.Equal(8, Assert.Single(await store.ReadAsync("p_1", null, Never)).Values.Count);
        Assert.Equal(107, await store.VersionAsync(Never));
        Assert.Equal([107L], (await store.ChangedSinceAsync(100, Never)).Select(layer => layer.Version));
        Assert.Empty(await store.ChangedSinceAsync(107, Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_is_not_wanted_leaves_all_as_it_was(string engine)
    {
        await using var database = await OpenAsync(engine);
        var store = new SettingsStore(database);
        await store.ChangeAsync(SettingLayer.User, "p_1", _ => Values("""{"theme":"dark"}"""), 5, Never);

        var left = await store.ChangeAsync(SettingLayer.User, "p_1", _ => null, 50, Never);

        Assert.Equal((5L, 1), (left.Version, left.Values.Count));
        Assert.Equal(5, await store.VersionAsync(Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_settings_of_a_device_go_with_it(string engine)
    {
        await using var database = await OpenAsync(engine);
        var owner = (await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never)).Owner;
        var devices = new DeviceStore(database);
        var store = new SettingsStore(database);
        await devices.AddAsync(new NewDevice("d_1", owner, "A", [1], 100, 200), Never);
        await store.ChangeAsync(SettingLayer.Device, "d_1", _ => Values("""{"theme":"dark"}"""), 5, Never);
        await devices.AddAsync(new NewDevice("d_2", owner, "B", [2], 110, 300), Never);
        Assert.Single(await store.ReadAsync(owner, "d_1", Never));

        await devices.AddAsync(new NewDevice("d_3", owner, "C", [3], 210, 300), Never);

        Assert.Empty(await store.ReadAsync(owner, "d_1", Never));
    }

    private static Dictionary<string, JsonElement> Values(string json) => JsonSerializer.Deserialize(json, Wire.Default.JsonElement).EnumerateObject().ToDictionary(one => one.Name, one => one.Value);

    private static JsonElement Snapshot(int number) => JsonSerializer.SerializeToElement(number, Wire.Default.Int32);
}
