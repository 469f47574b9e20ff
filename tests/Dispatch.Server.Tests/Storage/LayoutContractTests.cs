using System.Text.Json;
using Dapper;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>How layouts are kept, on every engine.</summary>
public sealed class LayoutContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly LayoutKey First = new("d_1", "default", 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_layout_is_of_one_device_one_workspace_and_one_window(string engine)
    {
        await using var database = await OpenAsync(engine);
        var layouts = await LayoutsAsync(database);
        Assert.Null(await layouts.FindAsync(First, Never));

        Assert.Equal(1, await layouts.PutAsync(First, "a", LayoutCondition.Any, 5, Never));

        Assert.Equal(new KeptLayout("a", 1), await layouts.FindAsync(First, Never));
        foreach (var other in new[] { First with { Device = "d_2" }, First with { Workspace = "other" }, First with { Window = 2 } })
        {
            Assert.Null(await layouts.FindAsync(other, Never));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_layout_is_replaced_only_by_who_knows_what_is_there(string engine)
    {
        await using var database = await OpenAsync(engine);
        var layouts = await LayoutsAsync(database);
        Assert.Null(await layouts.PutAsync(First, "a", new LayoutCondition(1), 5, Never));
        Assert.Equal(1, await layouts.PutAsync(First, "a", LayoutCondition.None, 5, Never));
        Assert.Null(await layouts.PutAsync(First, "b", LayoutCondition.None, 6, Never));
        Assert.Equal(2, await layouts.PutAsync(First, "c", new LayoutCondition(1), 7, Never));
        Assert.Null(await layouts.PutAsync(First, "d", new LayoutCondition(1), 8, Never));
        Assert.Equal(new KeptLayout("c", 2), await layouts.FindAsync(First, Never));
        Assert.Equal(3, await layouts.PutAsync(First, "e", LayoutCondition.Any, 9, Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_several_at_once_one_replaces_it(string engine)
    {
        await using var database = await OpenAsync(engine);
        var layouts = await LayoutsAsync(database);
        await layouts.PutAsync(First, "a", LayoutCondition.Any, 5, Never);

        var versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => layouts.PutAsync(First, $"by {i}", new LayoutCondition(1), 6, Never))));

        Assert.Equal(2, Assert.Single(versions, version => version is not null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_kept_for_a_workspace_goes_as_one(string engine)
    {
        await using var database = await OpenAsync(engine);
        var layouts = await LayoutsAsync(database);
        var settings = new SettingsStore(database);
        var traces = new WorkspaceTraceStore(database);
        LayoutKey[] gone = [First with { Device = "d_2", Workspace = "gone", Window = 2 }, First with { Workspace = "gone" }];
        foreach (var key in gone.Append(First))
        {
            await layouts.PutAsync(key, "a", LayoutCondition.Any, 5, Never);
        }

        foreach (var (layer, owner) in new[] { (SettingLayer.Workspace, "gone"), (SettingLayer.Workspace, "other"), (SettingLayer.User, "gone") })
        {
            await settings.ChangeAsync(layer, owner, _ => new Dictionary<string, JsonElement>(), 5, Never);
        }

        await traces.ForgetAsync("never", Never);
        Assert.NotNull(await layouts.FindAsync(gone[0], Never));
        await traces.ForgetAsync("gone", Never);

        foreach (var key in gone)
        {
            Assert.Null(await layouts.FindAsync(key, Never));
        }

        Assert.NotNull(await layouts.FindAsync(First, Never));
        Assert.Equal([SettingLayer.User, SettingLayer.Workspace], (await settings.ReadAsync("gone", null, Never)).Select(layer => layer.Layer));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_device_keeps_the_layouts_changed_last_and_takes_all_with_it(string engine)
    {
        await using var database = await OpenAsync(engine);
        var layouts = await LayoutsAsync(database);
        await layouts.PutAsync(First with { Device = "d_2" }, "of another", LayoutCondition.Any, 1, Never);
        for (var i = 0; i <= LayoutStore.MostPerDevice; i++)
        {
            await layouts.PutAsync(First with { Workspace = $"w{i}" }, "a", LayoutCondition.Any, 100 + i, Never);
        }

        Assert.Null(await layouts.FindAsync(First with { Workspace = "w0" }, Never));
        Assert.NotNull(await layouts.FindAsync(First with { Workspace = "w1" }, Never));
        Assert.NotNull(await layouts.FindAsync(First with { Device = "d_2" }, Never));

        await using var connection = await database.OpenAsync(Never);
        await connection.ExecuteAsync("DELETE FROM devices WHERE id = 'd_1'");
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM layouts"));
    }

    private static async Task<LayoutStore> LayoutsAsync(IDatabase database)
    {
        var owner = (await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never)).Owner;
        var devices = new DeviceStore(database);
        await devices.AddAsync(new NewDevice("d_1", owner, "A", [1], 100, 200), Never);
        await devices.AddAsync(new NewDevice("d_2", owner, "B", [2], 100, 200), Never);
        return new LayoutStore(database);
    }
}
