namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

public class BashTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Rc = ".bashrc";

    [Fact]
    public async Task A_prompt_a_command_its_output_and_its_exit_code_are_marked()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(Rc, "PS1='two\\nlines> '")]);
        var printed = await shell.RunAsync("echo out; (exit 7)");
        Assert.Equal(["C echo out; (exit 7)", "D 7", $"in {shell.Home}", "A", "B"], printed.Marks);
        Assert.Equal("out\r\n", printed.Output);
        Assert.EndsWith("\e]133;A\e\\two\r\r\nlines> \e]133;B\e\\", printed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'ä ☃'; echo \"100%\" #&")]
    [InlineData("printf '%s' \\e]0\\;x\\a")]
    [InlineData("  echo  spaced")]
    public async Task A_command_is_named_as_it_was_typed(string line)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        Assert.Equal("C " + line, (await shell.RunAsync(line)).Marks[0]);
    }

    [Fact]
    public async Task A_command_of_several_lines_is_one()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        await shell.TypeAsync("for x in 1 2\r", "> ");
        Assert.Equal(["C for x in 1 2; do echo $x; done", "D 0"], (await shell.RunAsync("do echo $x; done")).Marks.Take(2));
    }

    [Fact]
    public async Task No_command_no_mark_of_one()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        var prompt = new[] { $"in {shell.Home}", "A", "B" };
        Assert.Equal(prompt, (await shell.RunAsync("")).Marks);
        Assert.Equal(prompt, (await shell.RunAsync("# a comment")).Marks);
        Assert.Equal(prompt, (await shell.GiveUpAsync("given")).Marks);
        Assert.Equal(prompt, (await shell.RunAsync("echo )")).Marks);
        Assert.Equal(["C false", "D 1", .. prompt], (await shell.RunAsync("false")).Marks);
        Assert.Equal(prompt, (await shell.RunAsync("")).Marks);
    }

    [Fact]
    public async Task A_command_that_is_interrupted_has_an_exit_code()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        await shell.TypeAsync("sh -c 'echo start''''ed; exec sleep 600'\r", "started\r\n");
        Assert.Equal("D 130", (await shell.TypeAsync("\u0003")).Marks[0]);
    }

    [Fact]
    public async Task The_folder_is_told_at_each_prompt()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        var printed = await shell.RunAsync("mkdir 'a ü%' && cd 'a ü%'");
        Assert.Contains($"in {shell.Home}/a ü%", printed.Marks);
        Assert.Contains("/a%20%C3%BC%25\e\\", printed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_is_drawn_again_is_marked_again()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        Assert.Equal(["A", "B"], (await shell.TypeAsync("\f")).Marks);
    }

    [Fact]
    public async Task Half_a_command_names_none()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash");
        Assert.Equal(["C", "D 0"], (await shell.RunAsync($": {new string('x', 9000)}")).Marks.Take(2));
        Assert.StartsWith("C : xx", (await shell.RunAsync($": {new string('x', 8000)}")).Marks[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "C echo hi", "C echo hi", "C  echo hi")]
    [InlineData("ignoredups", "C echo hi", "C echo hi", "C  echo hi")]
    [InlineData("ignorespace", "C echo hi", "C echo hi", "C")]
    [InlineData("ignoreboth", "C echo hi", "C", "C")]
    [InlineData("erasedups", "C echo hi", "C echo hi", "C  echo hi")]
    public async Task What_the_history_leaves_out_is_not_named_as_another(string control, string first, string repeated, string spaced)
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(Rc, $"HISTCONTROL={control}")]);
        Assert.Equal(first, (await shell.RunAsync("echo hi")).Marks[0]);
        Assert.Equal(repeated, (await shell.RunAsync("echo hi")).Marks[0]);
        Assert.Equal(spaced, (await shell.RunAsync(" echo hi")).Marks[0]);
        Assert.Equal($"[{control}]\r\n", (await shell.RunAsync("echo \"[$HISTCONTROL]\"")).Output);
    }

    [Fact]
    public async Task A_command_without_history_is_marked_unnamed()
    {
        await using var shell = await Shell.StartAsync(shared.Runner, "bash", [(Rc, "set +o history")]);
        Assert.Equal(["C", "D 1"], (await shell.RunAsync("false")).Marks.Take(2));
    }
}
