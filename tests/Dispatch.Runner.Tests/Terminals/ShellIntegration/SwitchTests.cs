using Dispatch.Runner.Sessions;
using Dispatch.Runner.Terminals.ShellIntegration;

namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

public class SwitchTests
{
    private static readonly (string, string)[] Files = [(".bashrc", "PS1='plain> '")];

    [Fact]
    public async Task A_session_that_wants_none_has_none_after_a_restart_either()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await using var shell = await Shell.StartAsync(runner, "bash", Files, integration: false, marks: false);
        await shell.TypeAsync("exit\r", "plain> ");
        await shell.UntilExitAsync();
        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{shell.SessionId}/restart")).Status);
        await shell.TypeAsync("echo aga''in\r", "again");
        Assert.DoesNotContain("\e]", shell.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_told_so_gives_it_to_no_shell()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"shellIntegration":false}""");
        await using var shell = await Shell.StartAsync(runner, "bash", Files, integration: true, marks: false);
        await shell.TypeAsync("echo h''i\r", "hi\r\n");
        Assert.DoesNotContain("\e]", shell.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("/bin/bash -i")]
    [InlineData("bash -il")]
    [InlineData("-bash")]
    [InlineData("zsh --login")]
    [InlineData("/usr/bin/fish --interactive")]
    public void An_interactive_shell_is_started_otherwise(string command) => Assert.NotEqual(Launch(command), Integrated(command));

    [Theory]
    [InlineData("bash -c ls")]
    [InlineData("bash script.sh")]
    [InlineData("bash -s")]
    [InlineData("bash --norc")]
    [InlineData("bash --rcfile mine")]
    [InlineData("bash --posix")]
    [InlineData("bash -")]
    [InlineData("zsh -f")]
    [InlineData("fish --no-config")]
    [InlineData("sh")]
    [InlineData("dash -i")]
    [InlineData("vim bash")]
    public void Anything_else_is_started_as_it_is(string command) => Assert.Equal(Launch(command), Integrated(command));

    [Fact]
    public void Bash_in_posix_mode_by_the_environment_is_started_as_it_is() =>
        Assert.Equal(Launch("bash", ("POSIXLY_CORRECT", "1")), Integrated("bash", ("POSIXLY_CORRECT", "1")));

    private static string Launch(string command, params (string, string)[] variables) => Text(Made(command, variables));

    private static string Integrated(string command, params (string, string)[] variables) => Text(new ShellIntegrator(true).Integrate(Made(command, variables)));

    private static Launch Made(string command, (string Name, string Value)[] variables) => new(
        $"/bin/{command.Split(' ')[0]}", command.Split(' '), variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private static string Text(Launch launch) => $"{launch.Program} {string.Join(' ', launch.Arguments)} {string.Join(' ', launch.Variables)}";
}
