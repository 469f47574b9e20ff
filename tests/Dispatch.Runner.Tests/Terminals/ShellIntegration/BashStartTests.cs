namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

/// <summary>Which files bash reads, and in what state it is then, are as without the integration.</summary>
public class BashStartTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Dump = "{ echo $?; shopt -p; set +o; declare -p; declare -F; trap -p; alias -p; env | sort; } >~/state 2>&1";

    private static readonly (string, string)[] Files =
    [
        (".bashrc", "echo rc >>~/read; PS1='> '; alias ll='ls -l'; HISTSIZE=7; shopt -s autocd"),
        (".profile", "echo profile >>~/read"),
        (".bash_login", "echo login >>~/read; FROM=login; PS1='> '"),
    ];

    private static readonly string[] Volatile =
        ["BASHPID", "EPOCH", "SECONDS", "RANDOM", "SRANDOM", "PPID", "DISPATCH_SESSION", "HISTCMD", "PS1=", "_="];

    [Theory]
    [InlineData("bash", "rc\n")]
    [InlineData("bash -i", "rc\n")]
    [InlineData("bash -l", "login\n")]
    [InlineData("bash --login -i", "login\n")]
    public async Task The_users_files_are_read_and_leave_the_same_state(string command, string read)
    {
        var (integrated, files) = await StateAsync(command, integration: true);
        Assert.Equal(read, files);
        var (plain, _) = await StateAsync(command, integration: false);
        Assert.Equal(plain, integrated);
    }

    [Fact]
    public async Task A_login_shell_reads_the_first_of_its_files_and_is_one()
    {
        await using var shell = await Shell.StartAsync(
            shared.Runner, "bash -l", [.. Files, (".bash_profile", "echo bash_profile >>~/read"), (".bash_logout", "echo bye")]);
        Assert.Equal("bash_profile\n", await File.ReadAllTextAsync(Path.Combine(shell.Home, "read")));
        Assert.Equal("shopt -s login_shell\r\n", (await shell.RunAsync("shopt -p login_shell")).Output);
        await shell.TypeAsync("logout\r", "bye");
    }

    [Fact]
    public async Task A_login_shells_own_file_for_posix_shells_stays_in_its_environment()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash -l", variables: [("ENV", "/my/env")]);
        Assert.Equal("/my/env\r\n", (await shell.RunAsync("printenv ENV")).Output);
        Assert.Equal("", (await shell.RunAsync("env | grep -i dispatch_user")).Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("bash -l")]
    public async Task The_history_is_kept_where_it_always_is(string command)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, command);
        Assert.Equal($"{shell.Home}/.bash_history\r\n", (await shell.RunAsync("echo $HISTFILE")).Output);
    }

    [Fact]
    public async Task Programs_inherit_nothing_of_it()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", "set -a")]);
        var environment = (await shell.RunAsync("env | grep -v ^PS")).Output;
        Assert.DoesNotContain("__dispatch", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("DISPATCH_USER", environment, StringComparison.Ordinal);
    }

    private async Task<(string State, string Read)> StateAsync(string command, bool integration)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, command, Files, integration: integration, marks: integration);
        await shell.TypeAsync($"{Dump}; echo do''ne\r", "done");
        return (Comparable(await File.ReadAllLinesAsync(Path.Combine(shell.Home, "state")), shell), await File.ReadAllTextAsync(Path.Combine(shell.Home, "read")));
    }

    /// <summary>Less what differs between any two shells, and what the integration is.</summary>
    private static string Comparable(string[] state, Shell shell) => string.Join('\n', state
        .Where(line => !line.Contains("__dispatch", StringComparison.Ordinal))
        .Where(line => !Volatile.Any(name => line.StartsWith(name, StringComparison.Ordinal) || line.Split(' ') is [_, _, var variable, ..] && variable.StartsWith(name, StringComparison.Ordinal)))
        .Select(line => line.Replace(shell.Home, "~", StringComparison.Ordinal)));
}
