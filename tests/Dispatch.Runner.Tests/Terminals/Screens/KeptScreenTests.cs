using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Tests.Terminals.Screens;

public class KeptScreenTests
{
    [Theory]
    [InlineData(0, "something else\n")]
    [InlineData(1, "the truth\n")]
    public async Task A_screen_that_another_version_of_the_terminal_kept_is_made_anew(int newer, string expected)
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("printf 'the truth'");
        await runner.EndedAsync(session.Id);
        await runner.StopRunnerAsync();

        // Whole and well: only the version tells it from one that is true.
        await AskCacheAsync(runner, "UPDATE screens SET data = @data, engine = engine + @newer", Packed("something else"), newer);
        await runner.StartRunnerAsync();

        Assert.Equal(expected, await runner.TextAsync(session.Id, "screen"));
        Assert.Equal(expected, await runner.TextAsync(session.Id, $"screen?at={(await runner.GetAsync(session.Id)).Seq}"));
    }

    [Fact]
    public async Task A_past_that_had_to_be_replayed_from_its_beginning_is_nearer_the_next_time()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("seq 1 800000; printf 'the end'");
        await runner.EndedAsync(session.Id);
        await runner.StopRunnerAsync();
        await AskCacheAsync(runner, "DELETE FROM screens");
        await runner.StartRunnerAsync();
        var path = $"screen?format=ansi&at={(await runner.GetAsync(session.Id)).Seq - 1}";
        var first = await runner.TextAsync(session.Id, path);
        await runner.StopRunnerAsync();

        Assert.Equal(1, await AskCacheAsync(runner, "SELECT count(*) FROM screens WHERE written BETWEEN 4194304 AND 6291456"));
        await runner.StartRunnerAsync();
        Assert.Equal(first, await runner.TextAsync(session.Id, path));
    }

    /// <summary>As it lies in the cache: a checksum, then the bytes compressed.</summary>
    private static byte[] Packed(string screen)
    {
        var bytes = Encoding.UTF8.GetBytes(screen);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        Assert.True(BrotliEncoder.TryCompress(bytes, packed, out var length));
        return [.. SHA256.HashData(bytes).AsSpan(0, 8), .. packed.AsSpan(0, length)];
    }

    /// <summary>Not while a runner uses it.</summary>
    /// <returns>The number that was asked for.</returns>
    private static async Task<long> AskCacheAsync(RunnerFixture runner, string sql, byte[]? data = null, int newer = 0)
    {
        var path = Path.Combine(Path.GetDirectoryName(runner.Data.WorkspaceLog("default"))!, "screens.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@data", data ?? []);
        command.Parameters.AddWithValue("@newer", newer);
        return Convert.ToInt64(await command.ExecuteScalarAsync() ?? 0L, CultureInfo.InvariantCulture);
    }
}
