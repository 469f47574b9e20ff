using Dispatch.Protocol.Access;

namespace Dispatch.Protocol.Tests.Access;

public sealed class WithheldVariablesTests
{
    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("LANG")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("MY_DISPATCH_THING")]
    [InlineData("GITHUB_TOKEN")]
    public void What_a_shell_needs_passes(string variable) => Assert.False(WithheldVariables.Include(variable));

    [Theory]
    [InlineData("DISPATCH_KEY")]
    [InlineData("DISPATCH_HOME")]
    [InlineData("DISPATCH_DATABASE")]
    [InlineData("TERMINAL_KEY")]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("GEMINI_API_KEY")]
    [InlineData("openai_api_key")]
    public void Secrets_and_own_settings_stay(string variable) => Assert.True(WithheldVariables.Include(variable));
}
