using Dapper;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>How opinions are kept, on every engine.</summary>
public sealed class OpinionContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_says_more_than_is_kept_of_one_pushes_out_nothing_of_another(string engine)
    {
        await using var database = await OpenAsync(engine);
        var owner = (await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never)).Owner;
        await using (var connection = await database.OpenAsync(Never))
        {
            await connection.ExecuteAsync("INSERT INTO principals (id, name, is_owner, access_version, made_at) VALUES ('p_2', 'Ana', 0, 1, 1)");
        }

        var opinions = new OpinionStore(database);
        await opinions.AddAsync("p_2", good: true, "mine", 1, Never);
        for (var i = 0; i < OpinionStore.MostOfOne + 2; i++)
        {
            await opinions.AddAsync(owner, good: false, $"{i}", 2 + i, Never);
        }

        var notes = await opinions.NotesAsync(1_000, Never);
        Assert.Equal(OpinionStore.MostOfOne + 1, notes.Count);
        Assert.Equal("2", notes[OpinionStore.MostOfOne - 1].Text);
        Assert.Equal("mine", notes[OpinionStore.MostOfOne].Text);
        Assert.Equal(OpinionStore.MostOfOne, (await opinions.SinceAsync(2, Never)).Count);
    }
}
