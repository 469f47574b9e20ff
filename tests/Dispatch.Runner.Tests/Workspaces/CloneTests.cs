using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Tests.Retention;

namespace Dispatch.Runner.Tests.Workspaces;

public class CloneTests
{
    [Fact]
    public async Task A_repository_becomes_a_workspace()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var source = Repository(client);
        var clone = await UntilAsync(client, await StartAsync(client, new CloneRepository(source, client.Folder("copy"), "Copy")), "done");
        Assert.Equal(("Copy", client.Folder("copy"), true), (clone.Workspace!.Name, clone.Workspace.Folder, clone.Workspace.Made));
        Assert.True(File.Exists(Path.Combine(clone.Folder, "read.me")));
        Assert.Contains(clone.Workspace.Id, (await client.ListAsync()).Select(workspace => workspace.Id));
    }

    [Theory]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("ext::sh -c true")]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task What_is_no_address_is_refused(string url)
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var (_, problem) = await client.SendAsync(
            HttpMethod.Post, "/api/workspaces/clones", new CloneRepository(url), Wire.Default.CloneRepository, Wire.Default.CloneInfo);
        Assert.Equal("clone.bad-url", problem!.Code);
    }

    [Fact]
    public async Task What_needs_a_password_or_is_not_there_fails_and_leaves_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        using var locked = new LockedServer();
        var clone = await UntilAsync(client, await StartAsync(client, new CloneRepository(locked.Url, client.Folder("locked"))), "failed");
        Assert.Equal("clone.needs-credentials", clone.Code);
        Assert.DoesNotContain("s3cret", clone.Reason + clone.Url, StringComparison.Ordinal);
        clone = await UntilAsync(client, await StartAsync(client, new CloneRepository(client.Folder("none"), client.Folder("copy"))), "failed");
        Assert.Equal("clone.failed", clone.Code);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(clone.Folder)!));
    }

    [Fact]
    public async Task It_is_cancelled_and_one_that_hangs_is_ended()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"cloneSilenceSeconds":3}}""");
        using var client = new WorkspaceClient(runner);
        using var silent = new LockedServer(answers: false);
        var clone = await StartAsync(client, new CloneRepository(silent.Url, client.Folder("cancelled")));
        Assert.Null(await client.DeleteAsync($"/api/workspaces/clones/{clone.Id}"));
        await UntilAsync(client, clone, "cancelled");
        var hung = await UntilAsync(client, await StartAsync(client, new CloneRepository(silent.Url, client.Folder("hung"))), "failed");
        Assert.Equal("clone.hangs", hung.Code);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(hung.Folder)!));
    }

    [Fact]
    public async Task Of_one_that_the_runner_was_killed_in_the_next_leaves_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        using var silent = new LockedServer(answers: false);
        var folder = client.Folder("half");
        await StartAsync(client, new CloneRepository(silent.Url, folder));
        await silent.Asked;
        Assert.NotEmpty(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!));
        await runner.KillRunnerAsync();
        Assert.False(Path.Exists(folder));
        await runner.StartRunnerAsync();
        await SealedSession.UntilAsync(() => Task.FromResult(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!).Length == 0));
        Assert.Equal(["default"], (await client.ListAsync()).Select(workspace => workspace.Id));
    }

    private static string Repository(WorkspaceClient client)
    {
        var folder = client.Folder("source");
        Directory.CreateDirectory(folder);
        RemovalTests.Git(folder, "init", "-q", "-b", "main");
        File.WriteAllText(Path.Combine(folder, "read.me"), "hello");
        RemovalTests.Git(folder, "add", ".");
        RemovalTests.Git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first");
        return folder;
    }

    private static async Task<CloneInfo> StartAsync(WorkspaceClient client, CloneRepository request)
    {
        var (clone, problem) = await client.SendAsync(
            HttpMethod.Post, "/api/workspaces/clones", request, Wire.Default.CloneRepository, Wire.Default.CloneInfo);
        Assert.True(clone is not null, problem?.Detail);
        return clone;
    }

    private static async Task<CloneInfo> UntilAsync(WorkspaceClient client, CloneInfo clone, string state)
    {
        await SealedSession.UntilAsync(async () =>
        {
            clone = await client.GetAsync($"/api/workspaces/clones/{clone.Id}", Wire.Default.CloneInfo);
            return clone.State != "running";
        });
        Assert.True(clone.State == state, clone.Reason ?? clone.State);
        return clone;
    }
}
