namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

public class FishTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Config = ".config/fish/config.fish";
    private const string Prompt = "set fish_greeting; function fish_title; end; function fish_prompt; echo \"[$status $pipestatus]> \"; end";

    [WithShell("fish")]
    public async Task A_prompt_a_command_and_its_exit_code_are_marked()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, Prompt)]);
        Assert.Equal([$"in {shell.Home}", "A", "B"], shell.Start.Marks);
        var printed = await shell.RunAsync("echo 'ä ☃ 100%'; sh -c 'exit 7'");
        Assert.Equal(["C echo 'ä ☃ 100%'; sh -c 'exit 7'", "D 7", $"in {shell.Home}", "A", "B"], printed.Marks);
        Assert.EndsWith("ä ☃ 100%\r\n", printed.Output, StringComparison.Ordinal);
        Assert.Contains("\e]133;A\e\\[7 7]> ", printed.Text, StringComparison.Ordinal);
    }

    [WithShell("fish")]
    public async Task No_command_no_mark_of_one()
    {
        // What Ctrl-C does, by a key that the terminal makes no signal of.
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, $"{Prompt}; bind \\cx cancel-commandline")]);
        Assert.Equal([$"in {shell.Home}", "A", "B"], (await shell.RunAsync("")).Marks);
        await shell.TypeAsync("given", "given");
        Assert.Equal(["A", "B"], (await shell.TypeAsync("\u0018")).Marks);
        Assert.Equal(["C false", "D 1", $"in {shell.Home}", "A", "B"], (await shell.RunAsync("false")).Marks);
        Assert.Equal([$"in {shell.Home}", "A", "B"], (await shell.RunAsync("")).Marks);
    }

    [WithShell("fish")]
    public async Task A_command_that_is_interrupted_has_an_exit_code()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, Prompt)]);
        await shell.TypeAsync("sh -c 'echo start''''ed; exec sleep 600'\r", "started\r\n");
        Assert.Contains("D 130", (await shell.TypeAsync("\u0003")).Marks);
    }

    [WithShell("fish")]
    public async Task Half_a_command_names_none()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, Prompt)]);
        Assert.Equal(["C", "D 0"], (await shell.RunAsync($": {new string('x', 9000)}")).Marks.Where(mark => mark[0] is 'C' or 'D'));
    }

    [WithShell("fish")]
    public async Task The_folder_is_told_at_each_prompt()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, Prompt)]);
        var printed = await shell.RunAsync("mkdir 'a ü%'; cd 'a ü%'");
        Assert.Contains("/a%20%C3%BC%25\e\\", printed.Text, StringComparison.Ordinal);
    }

    [WithShell("fish")]
    public async Task A_prompt_that_is_defined_later_is_marked_too()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, Prompt)]);
        for (var round = 0; round < 2; round++)
        {
            var printed = await shell.RunAsync("function fish_prompt; echo later $status\\>; end; function fish_mode_prompt; echo mode; end");
            Assert.Contains("\e]133;A\e\\modelater 0>", printed.Text, StringComparison.Ordinal);
            Assert.Equal(["A", "B"], printed.Marks.TakeLast(2));
        }
    }

    [WithShell("fish")]
    public async Task Programs_inherit_what_they_would_without_it()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish", [(Config, Prompt)], [("XDG_DATA_DIRS", "/my/share:/usr/share")]);
        await shell.RunAsync("env >~/environment; fish -c 'functions' >~/functions");
        var environment = await File.ReadAllLinesAsync(Path.Combine(shell.Home, "environment"));
        Assert.Contains("XDG_DATA_DIRS=/my/share:/usr/share", environment);
        Assert.DoesNotContain(environment, line => line.StartsWith("DISPATCH_USER", StringComparison.Ordinal));
        Assert.DoesNotContain("dispatch", await File.ReadAllTextAsync(Path.Combine(shell.Home, "functions")), StringComparison.Ordinal);
    }

    [WithShell("fish")]
    public async Task A_variable_that_was_not_set_is_not_left()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "fish -l", [(Config, Prompt)]);
        await shell.RunAsync("env >~/environment");
        Assert.DoesNotContain("shell-integration", await File.ReadAllTextAsync(Path.Combine(shell.Home, "environment")), StringComparison.Ordinal);
    }
}
