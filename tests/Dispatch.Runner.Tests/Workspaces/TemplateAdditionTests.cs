using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Tests.Retention;

namespace Dispatch.Runner.Tests.Workspaces;

public class TemplateAdditionTests
{
    [Fact]
    public async Task A_repository_becomes_a_template_is_refreshed_from_there_and_removed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var source = Repository(client, "source.git", """{ "name": "Shop" }""", ("bin/run", "#!/bin/sh"), (".dispatch-source.json", "not ours"));
        File.SetUnixFileMode(Path.Combine(source, "bin", "run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Commit(source);

        var added = await UntilAsync(client, await AddAsync(client, new AddTemplate($"file://{source}")), "done");

        Assert.Equal(("source", $"file://{source}"), (added.Template, added.Info!.Source));
        var listed = Assert.Single(await OwnAsync(client));
        Assert.Equal(("source", "Shop", $"file://{source}"), (listed.Id, listed.Manifest!.Name, listed.Source));
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Made", Folder = client.Folder("made"), Template = "source" });
        Assert.Equal(["bin", "bin/run"], Entries(made.Folder));
        Assert.True(File.GetUnixFileMode(Path.Combine(made.Folder, "bin", "run")).HasFlag(UnixFileMode.UserExecute));

        await File.WriteAllTextAsync(Path.Combine(source, "template.json"), """{ "name": "Web shop" }""");
        Directory.Delete(Path.Combine(source, "bin"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(source, "new"), "new");
        Commit(source);
        var refreshed = await UntilAsync(client, await RefreshAsync(client, "source"), "done");
        Assert.Equal("Web shop", refreshed.Info!.Manifest!.Name);
        Assert.Equal([".dispatch-source.json", "new", "template.json"], Entries(Path.Combine(runner.Data.Templates, "source")));

        Assert.Null(await client.DeleteAsync("/api/templates/source"));
        Assert.Empty(await OwnAsync(client));
        Assert.Empty(Directory.EnumerateFileSystemEntries(runner.Data.Templates));
        Assert.True(Directory.Exists(made.Folder));
    }

    [Fact]
    public async Task A_folder_is_taken_as_it_is_and_what_would_take_the_place_of_something_is_refused()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var folder = client.Folder("my own");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "template.json"), """{ "name": "Mine" }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "{{name}}"), "as it is: {{name}}");

        var added = await UntilAsync(client, await AddAsync(client, new AddTemplate(folder)), "done");

        Assert.Equal("my-own", added.Template);
        Assert.Equal([".dispatch-source.json", "template.json", "{{name}}"], Entries(Path.Combine(runner.Data.Templates, "my-own")));
        Assert.Equal("template.exists", await RefusedAsync(client, new AddTemplate(folder)));
        Assert.Equal("template.bad-id", await RefusedAsync(client, new AddTemplate(folder, "../x")));
        Assert.Equal("clone.bad-url", await RefusedAsync(client, new AddTemplate("ext::sh -c true")));
        await UntilAsync(client, await AddAsync(client, new AddTemplate(folder, "rust")), "done");
        Assert.Equal(["my-own", "rust"], (await OwnAsync(client)).Select(template => template.Id).Order(StringComparer.Ordinal));

        Directory.CreateDirectory(Path.Combine(runner.Data.Templates, "by-hand"));
        await File.WriteAllTextAsync(Path.Combine(runner.Data.Templates, "by-hand", "template.json"), """{ "name": "By hand" }""");
        foreach (var (id, code) in new[] { ("by-hand", "template.by-hand"), ("go", "template.shipped"), ("none", "template.not-found"), (".hidden", "template.not-found") })
        {
            Assert.Equal(code, (await client.SendAsync(HttpMethod.Post, $"/api/templates/{id}/refresh", "", Wire.Default.String, Wire.Default.TemplateAddition)).Problem!.Code);
            Assert.Equal(code, await client.DeleteAsync($"/api/templates/{id}"));
        }

        Assert.Equal("template.no-addition", await client.DeleteAsync("/api/templates/additions/none"));
    }

    [Fact]
    public async Task A_broken_one_is_named_with_line_and_reason_and_leaves_what_was_there()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var source = Repository(client, "source", """{ "name": "Shop" }""");
        await UntilAsync(client, await AddAsync(client, new AddTemplate($"file://{source}", "shop")), "done");
        await File.WriteAllTextAsync(Path.Combine(source, "template.json"), "{\n  \"name\": 7\n}");
        Commit(source);

        var failed = await UntilAsync(client, await RefreshAsync(client, "shop"), "failed");

        Assert.Equal("template.broken", failed.Code);
        Assert.StartsWith($"file://{source}: template.json, line 2: ", failed.Reason, StringComparison.Ordinal);
        Assert.Equal("Shop", Assert.Single(await OwnAsync(client)).Manifest!.Name);
        var linked = Repository(client, "linked", """{ "name": "Linked" }""");
        File.CreateSymbolicLink(Path.Combine(linked, "out"), "/etc/passwd");
        Commit(linked);
        Assert.Equal("template.link-outside", (await UntilAsync(client, await AddAsync(client, new AddTemplate(linked, "linked")), "failed")).Code);
        Directory.CreateDirectory(client.Folder("empty"));
        var none = await UntilAsync(client, await AddAsync(client, new AddTemplate(client.Folder("empty"))), "failed");
        Assert.Equal(("template.broken", $"{client.Folder("empty")}: template.json, line 1: it isn't there."), (none.Code, none.Reason));
        Assert.Equal(["shop"], Directory.EnumerateFileSystemEntries(runner.Data.Templates).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task One_that_needs_a_password_fails_without_asking_and_one_that_is_cancelled_or_killed_leaves_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        using var locked = new LockedServer();
        var refused = await UntilAsync(client, await AddAsync(client, new AddTemplate(locked.Url, "locked")), "failed");
        Assert.Equal("clone.needs-credentials", refused.Code);
        Assert.DoesNotContain("s3cret", refused.Source + refused.Reason, StringComparison.Ordinal);

        using var silent = new LockedServer(answers: false);
        var waiting = await AddAsync(client, new AddTemplate(silent.Url, "silent"));
        Assert.Equal("template.busy", await RefusedAsync(client, new AddTemplate(silent.Url, "silent")));
        Assert.Null(await client.DeleteAsync($"/api/templates/additions/{waiting.Id}"));
        await UntilAsync(client, waiting, "cancelled");
        Assert.Empty(Directory.EnumerateFileSystemEntries(runner.Data.Templates));

        await AddAsync(client, new AddTemplate(silent.Url, "silent"));
        await silent.Asked;
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(runner.Data.Templates));
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await SealedSession.UntilAsync(() => Task.FromResult(!Directory.EnumerateFileSystemEntries(runner.Data.Templates).Any()));
        Assert.Empty(await OwnAsync(client));
    }

    private static string Repository(WorkspaceClient client, string name, string manifest, params (string Name, string Text)[] files)
    {
        var folder = client.Folder(name);
        Directory.CreateDirectory(folder);
        RemovalTests.Git(folder, "init", "-q", "-b", "main");
        foreach (var (path, text) in files.Append(("template.json", manifest)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllText(Path.Combine(folder, path), text);
        }

        Commit(folder);
        return folder;
    }

    private static void Commit(string folder)
    {
        RemovalTests.Git(folder, "add", "-A");
        RemovalTests.Git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "next");
    }

    private static IEnumerable<string> Entries(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);

    private static async Task<IEnumerable<TemplateInfo>> OwnAsync(WorkspaceClient client) =>
        (await client.GetAsync("/api/templates", Wire.Default.TemplateList)).Items.Where(template => template.Own);

    private static async Task<TemplateAddition> AddAsync(WorkspaceClient client, AddTemplate request)
    {
        var (addition, problem) = await client.SendAsync(HttpMethod.Post, "/api/templates", request, Wire.Default.AddTemplate, Wire.Default.TemplateAddition);
        Assert.True(addition is not null, problem?.Detail);
        return addition;
    }

    private static async Task<string> RefusedAsync(WorkspaceClient client, AddTemplate request) =>
        (await client.SendAsync(HttpMethod.Post, "/api/templates", request, Wire.Default.AddTemplate, Wire.Default.TemplateAddition)).Problem!.Code;

    private static async Task<TemplateAddition> RefreshAsync(WorkspaceClient client, string id)
    {
        var (addition, problem) = await client.SendAsync(
            HttpMethod.Post, $"/api/templates/{id}/refresh", "", Wire.Default.String, Wire.Default.TemplateAddition);
        Assert.True(addition is not null, problem?.Detail);
        return addition;
    }

    private static async Task<TemplateAddition> UntilAsync(WorkspaceClient client, TemplateAddition addition, string state)
    {
        await SealedSession.UntilAsync(async () =>
        {
            addition = await client.GetAsync($"/api/templates/additions/{addition.Id}", Wire.Default.TemplateAddition);
            return addition.State != "running";
        });
        Assert.True(addition.State == state, addition.Reason ?? addition.State);
        return addition;
    }
}
