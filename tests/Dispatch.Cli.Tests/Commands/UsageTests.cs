using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("bogus")]
    [InlineData("ls", "--bogus")]
    [InlineData("ls", "too", "many")]
    [InlineData("attach")]
    [InlineData("attach", "--readonly")]
    [InlineData("send", "x")]
    [InlineData("send", "x", @"\q")]
    [InlineData("new", "--nmae", "x")]
    [InlineData("new", "--cols", "0")]
    [InlineData("new", "--rows", "many")]
    [InlineData("start", "--port", "70000")]
    [InlineData("kill", "x", "--signal", "SIGFOO")]
    [InlineData("completion", "tcsh")]
    [InlineData("output", "x", "--from", "abc")]
    [InlineData("render", "x", "--format", "png")]
    [InlineData("render", "x", "--cols", "1001")]
    [InlineData("render", "x", "--scrollback", "-1")]
    [InlineData("screen", "x", "--at", "then")]
    [InlineData("commands", "x", "--output", "last")]
    [InlineData("export", "x", "--format", "gif")]
    [InlineData("import")]
    [InlineData("cp", ":a")]
    [InlineData("cp", "a", "b")]
    [InlineData("cp", "one:a", "two:b")]
    [InlineData("cp", "", ":b")]
    [InlineData("logs", "--lines", "-1")]
    [InlineData("agent")]
    [InlineData("new", "--offline", "--no-sandbox")]
    [InlineData("answer", "x", "perhaps")]
    [InlineData("agents", "add", "mine")]
    [InlineData("agents", "add", "mine", "--env", "novalue", "--", "x")]
    [InlineData("agents", "mcp", "add", "x")]
    [InlineData("agents", "mcp", "add", "x", "--url", "http://x", "--", "y")]
    [InlineData("mcp", "token")]
    [InlineData("mcp", "token", "x", "--days", "many")]
    [InlineData("agents", "rules", "add", "perhaps")]
    [InlineData("agents", "rules", "add", "allow", "fly")]
    [InlineData("agents", "rules", "rm")]
    [InlineData("worktrees", "merge")]
    [InlineData("worktrees", "rm", "--bogus")]
    [InlineData("models", "key")]
    [InlineData("models", "limit", "--day-cost", "much")]
    [InlineData("models", "limit", "--day-tokens", "-1")]
    [InlineData("usage", "--by", "moon")]
    [InlineData("usage", "--from", "yesterday")]
    [InlineData("workspace", "bogus")]
    [InlineData("workspace", "new")]
    [InlineData("workspace", "new", "x", "--existing")]
    [InlineData("workspace", "new", "x", "--param", "a=b")]
    [InlineData("workspace", "new", "x", "--template", "go", "--param", "a")]
    [InlineData("workspace", "rm", "x", "--lose-work")]
    [InlineData("workspace", "preset", "save")]
    [InlineData("workspace", "env", "set", "NAME")]
    [InlineData("workspace", "env", "set", "--secret", "A", "B")]
    [InlineData("workspace", "clone", "--bogus")]
    public async Task A_wrong_call_is_one_line_and_exits_with_2(params string[] arguments)
    {
        using var folder = new TestFolder();
        var result = await DispatchProgram.RunAsync(folder.Path, arguments);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("dispatch: ", result.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("new")]
    [InlineData("attach", "x", "--read-only")]
    [InlineData("send", "x", "y")]
    [InlineData("output", "x")]
    [InlineData("screen", "x")]
    [InlineData("commands", "x")]
    [InlineData("export", "x")]
    [InlineData("import", "-")]
    [InlineData("cp", "x", ":")]
    [InlineData("wait", "x")]
    [InlineData("kill", "x")]
    [InlineData("rename", "x", "y")]
    [InlineData("restart", "x")]
    [InlineData("rm", "x")]
    [InlineData("agent", "x")]
    [InlineData("agents")]
    [InlineData("agents", "add", "x", "--", "y")]
    [InlineData("agents", "remove", "x")]
    [InlineData("agents", "install", "x")]
    [InlineData("agents", "uninstall", "x")]
    [InlineData("agents", "mcp")]
    [InlineData("agents", "mcp", "add", "x", "--", "y")]
    [InlineData("agents", "mcp", "rm", "x")]
    [InlineData("agents", "rules")]
    [InlineData("worktrees")]
    [InlineData("worktrees", "merge", "x")]
    [InlineData("worktrees", "rm", "x")]
    [InlineData("agents", "rules", "add", "allow")]
    [InlineData("agents", "rules", "rm", "x")]
    [InlineData("answer", "x", "allow")]
    [InlineData("models")]
    [InlineData("models", "key", "anthropic")]
    [InlineData("models", "limit")]
    [InlineData("usage")]
    [InlineData("mcp")]
    [InlineData("mcp", "token", "x")]
    [InlineData("mcp", "tokens")]
    [InlineData("mcp", "revoke", "x")]
    [InlineData("open")]
    [InlineData("workspace", "ls")]
    [InlineData("workspace", "new", "x")]
    [InlineData("workspace", "clone", "x")]
    [InlineData("workspace", "templates")]
    [InlineData("workspace", "templates", "add", "x")]
    [InlineData("workspace", "rename", "x", "y")]
    [InlineData("workspace", "archive", "x")]
    [InlineData("workspace", "preset", "save", "x")]
    [InlineData("workspace", "preset", "start", "x")]
    [InlineData("workspace", "rm", "x")]
    public async Task Without_a_server_it_says_how_to_start_one(params string[] arguments)
    {
        using var folder = new TestFolder();
        var result = arguments[0] == "attach"
            ? await DispatchProgram.ShellAsync(folder.Path, "script -qec '$DISPATCH attach x' /dev/null >&2")
            : await DispatchProgram.RunAsync(folder.Path, arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"dispatch: Dispatch isn't running for {folder.Path}. Start it with: dispatch start", result.OneError.TrimEnd('\r'));
    }

    [Theory]
    [InlineData("dispatch: There is no command 'frobnicate'. See: dispatch --help", "frobnicate")]
    [InlineData("dispatch: There is no option '--bogus'. See: dispatch --help", "--bogus")]
    [InlineData("dispatch: Argument 'foo' not recognized. Must be one of: 'server' 'runner' 'keeper'. See: dispatch logs --help", "logs", "foo")]
    [InlineData("dispatch: --at takes a whole number, not 'soon'. See: dispatch screen --help", "screen", "x", "--at", "soon")]
    [InlineData("dispatch: --scrollback takes a whole number, not '99999999999'. See: dispatch screen --help", "screen", "x", "--scrollback", "99999999999")]
    [InlineData("dispatch: --scrollback -1 is out of range: 0 to 100000. See: dispatch screen --help", "screen", "x", "--scrollback", "-1")]
    [InlineData("dispatch: <session> is missing. See: dispatch screen --help", "screen")]
    [InlineData("dispatch: <file> is missing. See: dispatch render --help", "render")]
    [InlineData("dispatch: <name> is missing. See: dispatch rename --help", "rename", "x")]
    [InlineData("dispatch: --v2 is of asciicasts. Leave out --format html. See: dispatch export --help", "export", "x", "--v2", "--format", "html")]
    [InlineData("dispatch: --output and --json don't go together. See: dispatch commands --help", "commands", "x", "--output", "1", "--json")]
    [InlineData("dispatch: With --secret the value isn't an argument: give the name 'A' alone, and the value on standard input. See: dispatch workspace env set --help", "workspace", "env", "set", "--secret", "A=hush")]
    public async Task A_wrong_word_is_named_in_one_plain_line(string line, params string[] arguments)
    {
        using var folder = new TestFolder();
        var result = await DispatchProgram.RunAsync(folder.Path, arguments);
        Assert.Equal((2, line), (result.ExitCode, result.OneError));
    }

    [Fact]
    public async Task Every_command_has_a_help_with_examples()
    {
        using var folder = new TestFolder();
        var help = (await DispatchProgram.RunAsync(folder.Path, "--help")).Output;
        var commands = help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0).ToArray();
        Assert.Equal(38, commands.Length);
        foreach (var command in commands.Except(["version"]))
        {
            var result = await DispatchProgram.RunAsync(folder.Path, command, "--help");
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("workspace", "Commands:", "ls|new|clone|templates|preset|env|devcontainer|rename|archive|rm")]
    [InlineData("models", "Commands:", "key|rm|limit")]
    [InlineData("workspace templates", "Commands:", "add|refresh|rm")]
    [InlineData("agents", "Commands:", "add|remove|install|uninstall|mcp|rules|search|fork|why")]
    [InlineData("agents mcp", "Commands:", "add|rm")]
    [InlineData("mcp", "Commands:", "token|tokens|revoke")]
    [InlineData("workspace preset", "Commands:", "save|ls|start|rename|rm")]
    [InlineData("workspace env", "Commands:", "ls|set|unset")]
    public async Task So_has_every_command_of_a_command(string command, string heading, string expected)
    {
        using var folder = new TestFolder();
        var help = (await DispatchProgram.RunAsync(folder.Path, [.. command.Split(' '), "--help"])).Output;
        var list = help[(help.IndexOf(heading, StringComparison.Ordinal) + heading.Length)..help.IndexOf("Examples:", StringComparison.Ordinal)];
        var names = list.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0).ToArray();
        Assert.Equal(expected.Split('|'), names);
        foreach (var name in names)
        {
            Assert.Contains("Examples:", (await DispatchProgram.RunAsync(folder.Path, [.. command.Split(' '), name, "--help"])).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_help_names_what_to_give_and_not_what_there_is()
    {
        await using var server = await FakeServer.StartAsync();
        var help = (await server.RunAsync("attach", "--help")).Output;
        Assert.Contains("<session>", help, StringComparison.Ordinal);
        Assert.DoesNotContain("bash|", help, StringComparison.Ordinal);
        Assert.DoesNotContain("<bash>", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_folder_of_the_option_goes_before_that_of_the_environment()
    {
        using var folder = new TestFolder();
        var result = await DispatchProgram.RunAsync(folder.Path, "ls", "--data", "other");
        Assert.Contains($"{folder.Path}/other.", result.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _dispatch")]
    [InlineData("zsh", "#compdef dispatch")]
    [InlineData("fish", "complete -c dispatch")]
    public async Task There_is_a_completion_for_each_shell(string shell, string part)
    {
        using var folder = new TestFolder();
        Assert.Contains(part, (await DispatchProgram.RunAsync(folder.Path, "completion", shell)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_completes_commands_options_and_sessions()
    {
        await using var server = await FakeServer.StartAsync();
        server.Sessions.Add(Sample.Session("zzzzzzzzzz", "two words"));
        const string Complete = """
            PATH=$(dirname "$DISPATCH"):$PATH; eval "$(dispatch completion bash)"
            ask() { COMP_LINE=$1 COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"; [[ $1 == *' ' ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _dispatch; echo "${COMPREPLY[*]}" | tr '\n' ' '; echo; }
            ask 'dispatch sta'; ask 'dispatch attach '; ask 'dispatch new --co'; ask 'dispatch screen '; ask 'dispatch ren'
            """;
        var result = await DispatchProgram.ShellAsync(server.Folder, "exec bash -c \"$1\"", Complete);
        var lines = result.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("start status", lines[0]);
        Assert.Contains("bash", lines[1].Split(' '));
        Assert.Contains("zzzzzzzzzz", lines[1].Split(' '));
        Assert.Equal("--cols", lines[2]);
        Assert.Contains("bash", lines[3].Split(' '));
        Assert.Equal("rename render", lines[4]);
    }
}
