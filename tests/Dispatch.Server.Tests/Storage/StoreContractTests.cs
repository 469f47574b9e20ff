using Dispatch.Server.Access;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>What every engine must do, whichever it is.</summary>
public sealed class StoreContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory, OnSqlite, OnPostgres]
    public async Task The_foundation_is_laid_once_whoever_comes_first(string engine)
    {
        await using var database = await OpenAsync(engine);
        var store = new FoundationStore(database);
        Assert.Null(await store.FindAsync(Never));

        var laid = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => store.EnsureAsync(() => new NewSigningKey($"k{i}", [1, 2, (byte)i]), 5, Never)));

        Assert.Single(laid.Select(foundation => (foundation.Owner, foundation.Environment, foundation.SigningKeyId)).Distinct());
        Assert.Equal(laid[0].SigningKey, (await store.FindAsync(Never))!.SigningKey);
        var owner = await new PrincipalStore(database).FindAsync(laid[0].Owner, Never);
        Assert.Equal(new Grant("*", "*"), Assert.Single(owner!.Grants));
        Assert.Equal(1, owner.AccessVersion);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_device_is_found_by_its_token_until_it_expires(string engine)
    {
        await using var database = await OpenAsync(engine);
        var owner = await OwnerAsync(database);
        var devices = new DeviceStore(database);
        var principals = new PrincipalStore(database);
        await devices.AddAsync(new NewDevice("d_1", owner, "Firefox on Linux", [1, 2, 3], 100, 200), Never);

        var found = await principals.FindByDeviceAsync([1, 2, 3], 199, Never);
        Assert.Equal(("d_1", owner, 100L), (found!.Caller.Device, found.Caller.Principal, found.LastSeenAt));
        Assert.Null(await principals.FindByDeviceAsync([1, 2, 3], 200, Never));
        Assert.Null(await principals.FindByDeviceAsync([1, 2, 4], 150, Never));

        await devices.SeenAsync("d_1", 180, 300, Never);
        Assert.Equal(180, (await principals.FindByDeviceAsync([1, 2, 3], 299, Never))!.LastSeenAt);
        Assert.Equal([new Device("d_1", "Firefox on Linux", 100, 180)], await devices.ListAsync(owner, 250, Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_device_is_signed_out_by_its_own_principal_only(string engine)
    {
        await using var database = await OpenAsync(engine);
        var owner = await OwnerAsync(database);
        var devices = new DeviceStore(database);
        await devices.AddAsync(new NewDevice("d_1", owner, "A", [1], 100, 200), Never);
        await devices.AddAsync(new NewDevice("d_2", owner, "B", [2], 100, 300), Never);

        Assert.False(await devices.RemoveAsync("p_other", "d_1", Never));
        Assert.Equal(["d_1", "d_2"], (await devices.StillSignedInAsync(["d_1", "d_2", "d_3"], 150, Never)).Order());
        Assert.True(await devices.RemoveAsync(owner, "d_1", Never));
        Assert.False(await devices.RemoveAsync(owner, "d_1", Never));
        Assert.Equal(["d_2"], await devices.StillSignedInAsync(["d_1", "d_2"], 150, Never));
        Assert.Empty(await devices.StillSignedInAsync(["d_2"], 300, Never));
        Assert.Empty(await devices.StillSignedInAsync([], 150, Never));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_key_signs_out_and_raises_the_access_version(string engine)
    {
        await using var database = await OpenAsync(engine);
        var owner = await OwnerAsync(database);
        var principals = new PrincipalStore(database);
        var devices = new DeviceStore(database);
        Assert.Null(await principals.KeyHashAsync(owner, Never));
        await principals.ReplaceKeyAsync(owner, [1], 5, Never);
        await devices.AddAsync(new NewDevice("d_1", owner, "A", [1], 100, 200), Never);
        await new SignInLinkStore(database).AddAsync([7], owner, 5, 500, Never);
        var before = (await principals.AccessVersionsAsync([owner], Never))[owner];

        await principals.ReplaceKeyAsync(owner, [2, 3], 6, Never);

        Assert.Equal([2, 3], await principals.KeyHashAsync(owner, Never));
        Assert.Empty(await devices.ListAsync(owner, 150, Never));
        Assert.Null(await new SignInLinkStore(database).UseAsync([7], 10, Never));
        Assert.Equal(before + 1, (await principals.AccessVersionsAsync([owner, "p_none"], Never)).Single().Value);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_is_used_up_by_one_of_many(string engine)
    {
        await using var database = await OpenAsync(engine);
        var owner = await OwnerAsync(database);
        var links = new SignInLinkStore(database);
        await links.AddAsync([1], owner, 100, 200, Never);
        await links.AddAsync([2], owner, 100, 150, Never);

        var used = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => links.UseAsync([1], 160, Never))));

        Assert.Equal(owner, Assert.Single(used, who => who is not null));
        Assert.Null(await links.UseAsync([2], 150, Never));
        Assert.Null(await links.UseAsync([3], 100, Never));
    }

    private static async Task<string> OwnerAsync(IDatabase database) =>
        (await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never)).Owner;
}
