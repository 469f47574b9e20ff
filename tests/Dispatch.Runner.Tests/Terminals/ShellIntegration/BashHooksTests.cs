namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

/// <summary>What users and their tools do with bash goes on working, and so do the marks.</summary>
public class BashHooksTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    /// <summary>
    /// As bash-preexec does: it takes its place at the first prompt, around the commands that it finds, and what the last of its own tells to be typed
    /// is what isn't among the prompt's commands.
    /// </summary>
    private const string Preexec = """
        typed= install=$'trap - DEBUG\n__bp_install'
        before_command() {
            [[ -n $typed ]] || return 0
            typed=
            [[ $'\n'$(listed)$'\n' == *$'\n'$1$'\n'* ]] || echo "[preexec $1]"
        }
        precmd() { echo "[precmd $?]"; }
        status() { return "$1"; }
        precmd_functions=(precmd)
        __bp_precmd_invoke_cmd() {
            local code=$? hook
            for hook in "${precmd_functions[@]}"; do status "$code"; "$hook"; done
        }
        __bp_interactive_mode() { typed=on; }
        __bp_install() {
            trap 'before_command "$BASH_COMMAND"' DEBUG
            local others=${PROMPT_COMMAND//"$install"/:}
            PROMPT_COMMAND=$'__bp_precmd_invoke_cmd\n'$others
            end
            __bp_precmd_invoke_cmd
            __bp_interactive_mode
        }
        PROMPT_COMMAND=$install

        """;

    private const string PreexecOfOneString = """
        listed() { echo "$PROMPT_COMMAND"; }
        end() { PROMPT_COMMAND+=$'\n__bp_interactive_mode'; }
        """;

    private const string PreexecOfAnArray = """
        listed() { local IFS=$'\n'; echo "${PROMPT_COMMAND[*]}"; }
        end() { PROMPT_COMMAND+=(__bp_interactive_mode); }
        """;

    [Theory]
    [InlineData("PROMPT_COMMAND=hook")]
    [InlineData("PROMPT_COMMAND='hook;'")]
    [InlineData("PROMPT_COMMAND=(hook)")]
    [InlineData("PROMPT_COMMAND=(: hook)")]
    public async Task A_prompt_command_sees_the_commands_own_status(string setting)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", $"hook() {{ echo \"[$? ${{PIPESTATUS[*]}} $_]\"; }}; {setting}")]);
        await shell.RunAsync("echo");
        var printed = await shell.RunAsync("true | (exit 3) | (exit 4) | cat - last");
        Assert.Contains("[1 0 3 4 1 ", printed.Text, StringComparison.Ordinal);
        Assert.Equal("D 1", printed.Marks[1]);
    }

    [Fact]
    public async Task An_exported_prompt_command_sees_the_commands_status_here_and_in_a_shell_that_inherits_it()
    {
        await using var shell = await Shell.StartAsync(
            shared.Runner, "bash", [(".bashrc", "export PROMPT_COMMAND='echo \"[$?]\"' PS1='> ' PS0")]);
        Assert.Contains("[3]", (await shell.RunAsync("(exit 3)")).Text, StringComparison.Ordinal);
        Assert.Equal(["C true", "D 0"], (await shell.RunAsync("true")).Marks.Take(2));

        await shell.TypeAsync("bash --norc\r", "> ");
        await shell.TypeAsync("(exit 5)\r", "[5]");
        var printed = await shell.RunAsync("exit 6");
        Assert.Equal("D 6", printed.Marks[0]);
        Assert.DoesNotContain("not found", printed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_within_is_left_alone()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", "PS1='> '")]);
        await shell.TypeAsync("bash\r", "\e\\");
        await shell.TypeAsync("", "> ");
        await shell.TypeAsync("declare -p | grep -c dispatch_; echo $SHLVL\r", "0\r\n2\r\n");
        Assert.Equal("D 4", (await shell.RunAsync("exit 4")).Marks[0]);
    }

    [Fact]
    public async Task A_prompt_that_is_set_later_is_marked_too()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        Assert.EndsWith("\e]133;A\e\\new> \e]133;B\e\\", (await shell.RunAsync("PS1='new> '")).Text, StringComparison.Ordinal);
        Assert.EndsWith("\e]133;A\e\\(env) new> \e]133;B\e\\", (await shell.RunAsync("PS1=\"(env) $PS1\"")).Text, StringComparison.Ordinal);
        Assert.Equal(["C unset PS1", "D 0"], (await shell.RunAsync("unset PS1")).Marks.Take(2));
    }

    [Theory]
    [InlineData("PROMPT_COMMAND=theme")]
    [InlineData("PROMPT_COMMAND+=(theme)")]
    [InlineData("THEIRS=$PROMPT_COMMAND; PROMPT_COMMAND='theme; eval \"$THEIRS\"'")]
    public async Task A_tool_that_makes_the_prompt_each_time_can_come_at_any_time(string setting)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", "theme() { PS1=\"[$?]> \"; }")]);
        // The prompt that is being made when it comes may be its own, unmarked.
        await shell.TypeAsync($"{setting}\r", "\e[?2004h");
        await shell.TypeAsync("true\r", "=true");
        await shell.TypeAsync("", "133;B\e\\");
        for (var round = 0; round < 3; round++)
        {
            var printed = await shell.RunAsync("(exit 3)");
            Assert.Equal(["C (exit 3)", "D 3", $"in {shell.Home}", "A", "B"], printed.Marks);
            Assert.EndsWith("\e]133;A\e\\[3]> \e]133;B\e\\", printed.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("set -u")]
    [InlineData("set -e")]
    [InlineData("set -euo pipefail")]
    [InlineData("set -f; IFS=0123456789")]
    [InlineData("set -o posix")]
    [InlineData("set -T; set -E; trap 'echo failed >>~/errors' ERR")]
    [InlineData("alias printf=false local=false history=false; printf() { false; }; history() { false; }")]
    public async Task Options_of_the_shell_change_nothing(string setting)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", setting)]);
        var prompt = new[] { $"in {shell.Home}", "A", "B" };
        Assert.Equal(prompt, shell.Start.Marks);
        Assert.Equal(["C echo hi", "D 0", .. prompt], (await shell.RunAsync("echo hi")).Marks);
        Assert.Equal(prompt, (await shell.GiveUpAsync("given")).Marks);
        Assert.Equal(prompt, (await shell.RunAsync("")).Marks);
        Assert.Equal(["C ! true", "D 1", .. prompt], (await shell.RunAsync("! true")).Marks);
        Assert.Equal(prompt, (await shell.RunAsync("")).Marks);
        Assert.False(File.Exists(Path.Combine(shell.Home, "errors")));
    }

    [Fact]
    public async Task A_debug_trap_is_kept()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", "trap 'echo \"[debug $BASH_COMMAND]\"' DEBUG")]);
        Assert.Contains("[debug echo hi]\r\nhi\r\n", (await shell.RunAsync("echo hi")).Output, StringComparison.Ordinal);
        Assert.Equal(["C (exit 3)", "D 3"], (await shell.RunAsync("(exit 3)")).Marks.Take(2));
    }

    [Theory]
    [InlineData(Preexec + PreexecOfOneString)]
    [InlineData(Preexec + PreexecOfAnArray)]
    public async Task Hooks_before_commands_made_of_a_debug_trap_go_on_working(string rc)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", rc)]);
        Assert.DoesNotContain("preexec", shell.Start.Text, StringComparison.Ordinal);
        Assert.Equal("[preexec echo first]\r\nfirst\r\n", (await shell.RunAsync("echo first")).Output);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(["C false", "D 1", $"in {shell.Home}", "A", "B"], (await shell.RunAsync("false")).Marks);
            var printed = await shell.RunAsync("echo hi");
            Assert.Equal("[preexec echo hi]\r\nhi\r\n", printed.Output);
            Assert.Contains("[precmd 0]", printed.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("preexec", (await shell.RunAsync("")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Prompt_commands_that_may_not_be_changed_are_left_alone()
    {
        await using var shell = await Shell.StartAsync(
            shared.Runner, "bash", [(".bashrc", "PS1='> '; readonly PROMPT_COMMAND='echo audited'")], marks: false);
        await shell.TypeAsync("echo hi\r", "hi\r\naudited\r\n");
        Assert.DoesNotContain("dispatch_", shell.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]", shell.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompts_that_are_not_expanded_are_not_marked()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", "PS1='> '")]);
        await shell.TypeAsync("shopt -u promptvars\r", "> ");
        await shell.TypeAsync("echo hi\r", "hi\r\n");
        Assert.DoesNotContain("__dispatch", shell.Text, StringComparison.Ordinal);
        await shell.TypeAsync("shopt -s promptvars\r");
        Assert.Equal(["C true", "D 0"], (await shell.RunAsync("true")).Marks.Take(2));
    }

    [Fact]
    public async Task What_is_printed_before_a_command_by_the_user_is_printed_still()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(".bashrc", "PS0='[starts]\\n'")]);
        Assert.Equal("[starts]\r\r\nhi\r\n", (await shell.RunAsync("echo hi")).Output);
    }

    [Fact]
    public async Task Sourced_twice_it_does_the_same()
    {
        await using var shell = await Shell.StartAsync(
            shared.Runner, "bash", [(".bashrc", $"source {AppContext.BaseDirectory}/shell-integration/bash/dispatch.bash; PROMPT_COMMAND=true")]);
        Assert.Equal(["C (exit 3)", "D 3", $"in {shell.Home}", "A", "B"], (await shell.RunAsync("(exit 3)")).Marks);
    }
}
