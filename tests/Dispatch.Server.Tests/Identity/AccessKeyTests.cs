using System.Net;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Identity;

public sealed class AccessKeyTests : IDisposable
{
    private const string Given = "a key from a variable";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rotating_beside_a_running_server_puts_a_new_key_in_force_and_signs_everybody_out()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var old = server.Key;
        var browser = await server.SignInAsync();

        var key = await RotateAsync(server.Options);

        Assert.Equal(key, server.Key);
        Assert.NotEqual(old, key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program(key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server.Program(old)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser.Client));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Data.AccessKeyFile));
        Assert.False(File.Exists(_folder.Data.AccessKeyFile + ".new"));
    }

    [Fact]
    public async Task A_variables_key_is_in_force_and_no_file_is_made()
    {
        await using var server = await RunningServer.StartAsync(_folder, options => options with { Key = new KeyOverride("DISPATCH_KEY", Given) });

        Assert.False(File.Exists(_folder.Data.AccessKeyFile));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program(Given)));
    }

    [Fact]
    public async Task A_variables_key_takes_the_place_of_the_files()
    {
        string old;
        await using (var first = await RunningServer.StartAsync(_folder))
        {
            old = first.Key;
        }

        await using var server = await RunningServer.StartAsync(_folder, options => options with { Key = new KeyOverride("TERMINAL_KEY", Given) });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program(Given)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server.Program(old)));
    }

    [Fact]
    public async Task Rotating_is_refused_while_a_variable_has_the_key()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var old = server.Key;

        var refused = await Assert.ThrowsAsync<StartException>(() => RotateAsync(server.Options with { Key = new KeyOverride("TERMINAL_KEY", Given) }));

        Assert.Contains("TERMINAL_KEY", refused.Message, StringComparison.Ordinal);
        Assert.Equal(old, server.Key);
    }

    [Fact]
    public async Task Rotating_before_the_first_start_makes_nothing()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => RotateAsync(new ServerOptions { Data = _folder.Data }));

        Assert.Contains("dispatch start", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Data.Root));
    }

    [Fact]
    public async Task A_new_database_takes_over_the_key_that_is_there()
    {
        string key;
        await using (var first = await RunningServer.StartAsync(_folder))
        {
            key = first.Key;
        }

        foreach (var file in Directory.EnumerateFiles(_folder.Data.Root, "server.db*"))
        {
            File.Delete(file);
        }

        await using var server = await RunningServer.StartAsync(_folder);

        Assert.Equal(key, server.Key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program(key)));
    }

    [Fact]
    public async Task Rotating_in_another_database_than_the_keys_is_refused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var inForce = server.Key;
        await File.WriteAllTextAsync(_folder.Data.AccessKeyFile, "dk_of_another_database\n");

        var refused = await Assert.ThrowsAsync<StartException>(() => RotateAsync(server.Options));

        Assert.Contains("DISPATCH_DATABASE", refused.Message, StringComparison.Ordinal);
        Assert.Equal("dk_of_another_database", server.Key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program(inForce)));
    }

    [Fact]
    public async Task A_lost_key_is_rotated()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        File.Delete(_folder.Data.AccessKeyFile);

        var key = await RotateAsync(server.Options);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program(key)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rotation_cut_short_is_finished_or_undone_at_the_next_start(bool committed)
    {
        string key;
        var draft = _folder.Data.AccessKeyFile + ".new";
        await using (var first = await RunningServer.StartAsync(_folder))
        {
            key = first.Key;
        }

        if (committed)
        {
            // The database has the new key's hash; the file never got its name.
            File.Move(_folder.Data.AccessKeyFile, draft);
            await File.WriteAllTextAsync(_folder.Data.AccessKeyFile, "dk_old\n");
        }
        else
        {
            await File.WriteAllTextAsync(draft, "dk_never_committed\n");
        }

        await using var server = await RunningServer.StartAsync(_folder);

        Assert.Equal(key, server.Key);
        Assert.False(File.Exists(draft));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Program()));
    }

    private static Task<string> RotateAsync(ServerOptions options) =>
        RotateKey.RunAsync(options with { RotateKey = true }, TimeProvider.System, CancellationToken.None);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/me");
        return response.StatusCode;
    }
}
