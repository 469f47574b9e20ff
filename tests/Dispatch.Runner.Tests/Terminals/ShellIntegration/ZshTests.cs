namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

public class ZshTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Prompt = "PS1='two\nlines> '; unsetopt prompt_sp";

    [WithShell("zsh")]
    public async Task A_prompt_a_command_its_output_and_its_exit_code_are_marked()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", Prompt)]);
        Assert.Equal([$"in {shell.Home}", "A", "B"], shell.Start.Marks);
        var printed = await shell.RunAsync("echo 'ä ☃ 100%'; (exit 7)");
        Assert.Equal(["C echo 'ä ☃ 100%'; (exit 7)", "D 7", $"in {shell.Home}", "A", "B"], printed.Marks);
        Assert.Equal("ä ☃ 100%\r\n", printed.Output);
        Assert.EndsWith("\e]133;A\atwo\r\nlines> \e]133;B\a", printed.Text, StringComparison.Ordinal);
    }

    [WithShell("zsh")]
    public async Task No_command_no_mark_of_one()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", Prompt)]);
        var prompt = new[] { $"in {shell.Home}", "A", "B" };
        Assert.Equal(prompt, (await shell.RunAsync("")).Marks);
        Assert.Equal(prompt, (await shell.GiveUpAsync("given")).Marks);
        Assert.Equal(["C false", "D 1", .. prompt], (await shell.RunAsync("false")).Marks);
        Assert.Equal(prompt, (await shell.RunAsync("")).Marks);
    }

    [WithShell("zsh")]
    public async Task A_command_that_is_interrupted_has_an_exit_code()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", Prompt)]);
        await shell.TypeAsync("sh -c 'echo start''''ed; exec sleep 600'\r", "started\r\n");
        Assert.Equal("D 130", (await shell.TypeAsync("\u0003")).Marks[0]);
    }

    [WithShell("zsh")]
    public async Task A_command_of_several_lines_is_one_and_half_a_command_names_none()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", Prompt)]);
        await shell.TypeAsync("for x in 1 2\r", "for> ");
        Assert.Equal(["C for x in 1 2\ndo echo $x; done", "D 0"], (await shell.RunAsync("do echo $x; done")).Marks.Take(2));
        Assert.Equal(["C", "D 0"], (await shell.RunAsync($": {new string('x', 9000)}")).Marks.Take(2));
    }

    [WithShell("zsh")]
    public async Task The_folder_is_told_at_each_prompt()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", Prompt)]);
        var printed = await shell.RunAsync("mkdir 'a ü%' && cd 'a ü%'");
        Assert.Contains("/a%20%C3%BC%25\e\\", printed.Text, StringComparison.Ordinal);
    }

    [WithShell("zsh")]
    public async Task The_users_files_are_read_in_their_order_from_the_users_folder()
    {
        (string, string)[] files =
        [
            .. new[] { ".zshenv", ".zprofile", ".zshrc", ".zlogin" }.Select(name => (name, $"echo wrong {name} >>~/read")),
            .. new[] { ".zshenv", ".zprofile", ".zshrc", ".zlogin" }.Select(name => ($"own/{name}", $"unsetopt prompt_sp; echo {name} $ZDOTDIR >>~/read")),
        ];
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh -l", files, [("ZDOTDIR", "$HOME/own")]);
        Assert.Equal(
            string.Concat(new[] { ".zshenv", ".zprofile", ".zshrc", ".zlogin" }.Select(name => $"{name} {shell.Home}/own\n")),
            await File.ReadAllTextAsync(Path.Combine(shell.Home, "read")));
        Assert.Equal($"{shell.Home}/own\r\n", (await shell.RunAsync("printenv ZDOTDIR")).Output);
    }

    [WithShell("zsh")]
    public async Task A_folder_that_the_users_first_file_names_is_where_the_others_are_read_from()
    {
        await using var shell = await Shell.StartAsync(
            shared.Runner, "zsh", [(".zshenv", "ZDOTDIR=~/own; return 3"), ("own/.zshrc", "echo mine >~/read"), (".zshrc", "echo wrong >~/read")]);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(Path.Combine(shell.Home, "read")));
    }

    [WithShell("zsh")]
    public async Task Programs_inherit_nothing_of_it_and_a_shell_within_is_left_alone()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", "export PS1='> '; setopt all_export; unsetopt prompt_sp")]);
        Assert.Equal("", (await shell.RunAsync("env | grep -E 'ZDOTDIR|DISPATCH_USER|__dispatch|133;'")).Output);
        await shell.TypeAsync("zsh -f\r", "> ");
        await shell.TypeAsync("typeset | grep -c dispatch_; echo $SHLVL\r", "0\r\n2\r\n");
        Assert.Equal("D 4", (await shell.RunAsync("exit 4")).Marks.Single(mark => mark[0] == 'D'));
    }

    [WithShell("zsh")]
    public async Task The_users_hooks_see_the_commands_own_status_and_their_prompts_are_marked()
    {
        const string hooks = """
            precmd() { echo "[precmd $?]" }
            theme() { PS1="[$? $pipestatus]> " }
            precmd_functions+=(theme)
            unsetopt prompt_sp
            """;
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", hooks)], marks: false);
        await shell.TypeAsync("true\r", "133;B");
        for (var round = 0; round < 3; round++)
        {
            var printed = await shell.RunAsync("(exit 3)");
            Assert.Contains("[precmd 3]", printed.Text, StringComparison.Ordinal);
            Assert.EndsWith("\e]133;A\a[3 3]> \e]133;B\a", printed.Text, StringComparison.Ordinal);
            Assert.Equal(["C (exit 3)", "D 3", $"in {shell.Home}", "A", "B"], printed.Marks);
        }

        Assert.StartsWith("[3 3]> \r\n", (await shell.RunAsync("print -r -- \"$PS1\"")).Output, StringComparison.Ordinal);
    }

    [WithShell("zsh")]
    public async Task A_hook_that_comes_later_is_followed()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", "theme() { PS1='mine> ' }; unsetopt prompt_sp")]);
        var once = await shell.TypeAsync("precmd_functions=($precmd_functions theme)\r", "mine> ");
        Assert.Equal("A", once.Marks[^1]);
        await shell.RunAsync("true");
        Assert.Equal(["C false", "D 1", $"in {shell.Home}", "A", "B"], (await shell.RunAsync("false")).Marks);
    }

    [WithShell("zsh")]
    public async Task Options_of_the_shell_change_nothing()
    {
        foreach (var setting in new[] { "set -u", "setopt ksh_arrays sh_word_split", "setopt err_return", "setopt no_clobber", "setopt prompt_subst", "emulate ksh" })
        {
            await using var shell = await Shell.StartAsync(shared.Runner, "zsh", [(".zshrc", $"unsetopt prompt_sp; {setting}")]);
            Assert.Equal(["C echo hi", "D 0", $"in {shell.Home}", "A", "B"], (await shell.RunAsync("echo hi")).Marks);
            Assert.Equal([$"in {shell.Home}", "A", "B"], (await shell.RunAsync("")).Marks);
        }
    }
}
