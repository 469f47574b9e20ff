using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;

namespace Dispatch.Cli.Tests.Workspaces;

/// <summary>Against real programs: what is set is there in a session, and a secret is nowhere else.</summary>
public sealed class EnvironmentCommandTests : IAsyncLifetime, IDisposable
{
    private const string Hush = "hush-hush-4711-é";

    private readonly TestFolder _data = new();
    private readonly TestFolder _folder = new();

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.Equal(0, (await RunAsync("workspace", "new", "shop", "--folder", Path.Combine(_folder.Path, "shop"))).ExitCode);
    }

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Sessions_of_the_workspace_have_them_and_a_secret_is_in_no_file_and_no_answer()
    {
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "env", "set", "-w", "shop", "PLAIN=a=b c", "TOKEN=was plain"));
        Assert.Equal(new CliResult(0, "", ""), await SecretAsync("TOKEN", Hush));
        Assert.Equal("PLAIN=a=b c\nTOKEN=********\n", (await RunAsync("workspace", "env", "ls", "-w", "shop")).Output);
        Assert.Equal("dispatch: 'TOKEN' is a secret variable of this workspace. Set it as a secret again, or remove the secret first.",
            (await RunAsync("workspace", "env", "set", "-w", "shop", "TOKEN=x")).OneError);
        Assert.Equal($"a=b c|{Hush}", await SeenAsync("shop"));
        Assert.Equal("|", await SeenAsync("default"));

        var listed = await RunAsync("workspace", "env", "ls", "-w", "shop", "--json");
        using (var json = JsonDocument.Parse(listed.Output))
        {
            Assert.False(json.RootElement[1].TryGetProperty("value", out _));
            Assert.True(json.RootElement[1].GetProperty("secret").GetBoolean());
        }

        // The runner has them in its memory alone: the next one waits for the server to bring them.
        Process.GetProcessById(LockFile.Holder(_data.Data.RunnerLock)!.Value).Kill();
        Assert.Equal($"a=b c|{Hush}", await SeenAsync("shop"));
        await RunAsync("stop");
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.Equal($"a=b c|{Hush}", await SeenAsync("shop"));

        // Everything has been written by now.
        await RunAsync("stop", "--all", "--yes");
        Assert.Empty(FilesWith(_data.Path, Hush));
        Assert.NotEmpty(FilesWith(_data.Path, "a=b c"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_data.Data.SecretsKeyFile));
    }

    [Fact]
    public async Task What_is_removed_is_gone_for_the_next_session()
    {
        await RunAsync("workspace", "env", "set", "-w", "shop", "PLAIN=1");
        await SecretAsync("TOKEN", Hush);
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "env", "unset", "-w", "shop", "PLAIN", "TOKEN"));
        Assert.Equal("|", await SeenAsync("shop"));
        Assert.StartsWith("dispatch: The workspace 'shop-", (await RunAsync("workspace", "env", "unset", "-w", "shop", "TOKEN")).OneError, StringComparison.Ordinal);
        Assert.StartsWith("There is no variable yet", (await RunAsync("workspace", "env", "ls", "-w", "shop")).OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_key_a_secret_is_told_to_be_unreadable_and_sessions_start_without_it()
    {
        await SecretAsync("TOKEN", Hush);
        await RunAsync("stop", "--all", "--yes");
        await File.WriteAllTextAsync(_data.Data.SecretsKeyFile, "damaged");
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.StartsWith(
            $"dispatch: Nothing was set: {_data.Data.SecretsKeyFile}, which secret variables are encrypted with, is damaged.",
            (await SecretAsync("OTHER", Hush)).OneError, StringComparison.Ordinal);
        Assert.Equal("|", await SeenAsync("shop"));
        await RunAsync("stop", "--all", "--yes");
        File.Delete(_data.Data.SecretsKeyFile);
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.Equal("TOKEN=******** (can't be decrypted here; set it anew)\n", (await RunAsync("workspace", "env", "ls", "-w", "shop")).Output);
        Assert.Equal("|", await SeenAsync("shop"));

        await SecretAsync("TOKEN", "anew");
        Assert.Equal("|anew", await SeenAsync("shop"));
    }

    [Fact]
    public async Task At_a_terminal_it_is_typed_unseen()
    {
        var (terminal, _) = await RealTerminal.OpenAsync(_data.Path, "$DISPATCH workspace env set -w shop --secret TOKEN; echo ended $?");
        using (terminal)
        {
            await terminal.WaitForAsync("Value of TOKEN: ");
            await terminal.TypeAsync("hushh\b-typed\r");
            Assert.DoesNotContain("hush", await terminal.WaitForAsync("ended 0"), StringComparison.Ordinal);
        }

        Assert.Equal("|hush-typed", await SeenAsync("shop"));
    }

    [Theory]
    [InlineData("9A", "can't be a variable's name")]
    [InlineData("DISPATCH_X", "the programs' own")]
    public async Task What_can_be_no_variable_is_refused(string name, string reason)
    {
        Assert.Contains(reason, (await RunAsync("workspace", "env", "set", name + "=1")).OneError, StringComparison.Ordinal);
        var secret = await SecretAsync(name, Hush);
        Assert.Contains(reason, secret.OneError, StringComparison.Ordinal);
        Assert.DoesNotContain(Hush, secret.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> SecretAsync(string name, string value) =>
        DispatchProgram.ShellAsync(_data.Path, "echo \"$2\" | $DISPATCH workspace env set -w shop --secret \"$1\"", name, value);

    /// <summary>What a new session of the workspace has of both.</summary>
    private async Task<string> SeenAsync(string workspace)
    {
        var id = (await RunAsync("new", "-w", workspace, "--", "/bin/sh", "-c", "[ \"$TOKEN\" = '' ] && [ \"$PLAIN\" = '' ] && echo '|' > \"$0\" || echo \"$PLAIN|$TOKEN\" > \"$0\"", Path.Combine(_folder.Path, "seen"))).Output.Trim();
        await RunAsync("wait", id);
        return (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "seen"))).Trim();
    }

    private static string[] FilesWith(string folder, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(wanted) >= 0)];
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_data.Path, arguments);
}
