using Dispatch.Cli.Commands;
using Dispatch.Cli.Escapes;

namespace Dispatch.Cli.Tests.Escapes;

public sealed class InputTextTests
{
    [Theory]
    [InlineData("ls", "6C73")]
    [InlineData(@"ls\r", "6C730D")]
    [InlineData(@"\n\t\e\\", "0A091B5C")]
    [InlineData(@"\x03\xfF", "03FF")]
    [InlineData("ü€😀", "C3BCE282ACF09F9880")]
    [InlineData(@"\\r", "5C72")]
    [InlineData("", "")]
    public void Escapes_become_bytes_and_text_becomes_UTF_8(string text, string hex) => Assert.Equal(hex, Convert.ToHexString(InputText.Parse(text)));

    [Theory]
    [InlineData(@"\q")]
    [InlineData(@"\")]
    [InlineData(@"\x4")]
    [InlineData(@"\xg0")]
    [InlineData(@"\x+4")]
    public void What_is_no_escape_is_a_usage_error(string text) =>
        Assert.Equal(ExitCodes.Usage, Assert.Throws<Failure>(() => InputText.Parse(text)).ExitCode);
}
