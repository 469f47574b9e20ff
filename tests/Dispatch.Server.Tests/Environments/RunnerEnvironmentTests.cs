using Dispatch.Server.Environments;

namespace Dispatch.Server.Tests.Environments;

public sealed class RunnerEnvironmentTests
{
    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("LANG")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("MY_DISPATCH_THING")]
    [InlineData("GITHUB_TOKEN")]
    public void What_a_shell_needs_passes(string variable) => Assert.True(RunnerEnvironment.Passes(variable));

    [Theory]
    [InlineData("DISPATCH_KEY")]
    [InlineData("DISPATCH_HOME")]
    [InlineData("DISPATCH_DATABASE")]
    [InlineData("TERMINAL_KEY")]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("GEMINI_API_KEY")]
    [InlineData("openai_api_key")]
    public void Secrets_and_own_settings_stay(string variable) => Assert.False(RunnerEnvironment.Passes(variable));
}
