using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Sessions;

public class ConfirmationTests
{
    private const string Sessions = "/api/workspaces/default/sessions";

    [Fact]
    public async Task What_the_disk_doesnt_confirm_is_done_and_the_answer_says_that_it_isnt_confirmed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var log = runner.Data.WorkspaceLog("default") + "-wal";
        var aside = log + ".aside";

        // The log has its file open already; what is opened by its name to be synced is a device, and to sync one is refused (EINVAL).
        File.Move(log, aside);
        File.CreateSymbolicLink(log, "/dev/null");
        var (status, body) = await runner.SendAsync(HttpMethod.Post, Sessions, """{"command":["/bin/cat"]}""");
        File.Move(aside, log, overwrite: true);

        var problem = JsonSerializer.Deserialize(body, Wire.Default.Problem)!;
        Assert.Equal((500, "log.not-confirmed"), (status, problem.Code));
        Assert.Contains("was started and may run. It isn't confirmed to be on the disk", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("sync to the disk", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("log.not-confirmed", await StatusAsync(runner), StringComparison.Ordinal);
        using var listed = JsonDocument.Parse((await runner.SendAsync(HttpMethod.Get, Sessions)).Body);
        var id = Assert.Single(listed.RootElement.GetProperty("items").EnumerateArray()).GetProperty("id").GetString()!;
        Assert.Equal(SessionState.Running, (await runner.GetAsync(id)).State);

        await runner.ShellAsync("exit");
        Assert.DoesNotContain("log.not-confirmed", await StatusAsync(runner), StringComparison.Ordinal);
    }

    private static async Task<string> StatusAsync(RunnerFixture runner) => (await runner.SendAsync(HttpMethod.Get, "/runner/status")).Body;
}
