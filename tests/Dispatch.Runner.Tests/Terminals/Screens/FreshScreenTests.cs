using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Tests.Terminals.Screens;

/// <summary>A runner that was killed finds screens from not long before.</summary>
public sealed class FreshScreenTests
{
    [Fact]
    public async Task A_screen_is_kept_while_a_program_goes_on_printing_little_and_only_the_last_of_them_stays()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync("seq 1 60000; read go; seq 1 60000; read go");
        var first = await KeptAsync(runner, 0);
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await runner.TypeAsync(session.Id, "\r");
        var second = await KeptAsync(runner, first.Seq);

        Assert.True(first.Written >= 256 * 1024, $"{first.Written} bytes");
        Assert.True(second.Written >= 2 * 256 * 1024, $"{second.Written} bytes");
    }

    /// <summary>The last kept screen, once there is one after a position.</summary>
    private static async Task<(long Seq, long Written)> KeptAsync(RunnerFixture runner, long after)
    {
        var patience = RunnerFixture.Patience;
        var path = Path.Combine(Path.GetDirectoryName(runner.Data.WorkspaceLog("default"))!, "screens.db");
        while (true)
        {
            await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly"))
            {
                await connection.OpenAsync(patience);
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT seq, written FROM screens ORDER BY seq DESC LIMIT 1";
                await using var rows = await command.ExecuteReaderAsync(patience);
                if (await rows.ReadAsync(patience) && rows.GetInt64(0) > after)
                {
                    return (rows.GetInt64(0), rows.GetInt64(1));
                }
            }

            await Task.Delay(20, patience);
        }
    }
}
