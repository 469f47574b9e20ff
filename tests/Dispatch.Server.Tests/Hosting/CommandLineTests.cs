using System.Net;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Alone_it_listens_on_loopback_port_3030()
    {
        var options = Parse("--data /tmp/x");

        Assert.Equal((IPAddress.Loopback, 3030, null), (options.Bind, options.Port, options.Database));
    }

    [Theory]
    [InlineData("--bind 0.0.0.0")]
    [InlineData("--bind ::")]
    [InlineData("--bind 192.0.2.1 --port 80")]
    public void Other_addresses_than_loopback_need_tls_or_a_proxy_or_a_word(string line)
    {
        var refused = Assert.Throws<StartException>(() => Parse(line));

        Assert.Contains("--tls-cert", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--behind-proxy", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--insecure", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("--bind 0.0.0.0 --insecure")]
    [InlineData("--bind 0.0.0.0 --behind-proxy 10.0.0.0/8")]
    [InlineData("--bind 0.0.0.0 --tls-cert a.pem --tls-key b.pem")]
    [InlineData("--bind 127.0.0.2")]
    [InlineData("--bind ::1")]
    [InlineData("--bind localhost")]
    public void With_one_of_them_or_on_loopback_it_goes_ahead(string line) => Parse(line);

    [Theory]
    [InlineData("--port 65536")]
    [InlineData("--port -1")]
    [InlineData("--port x")]
    [InlineData("--port")]
    [InlineData("--bind nowhere")]
    [InlineData("--behind-proxy 10.0.0.0/99")]
    [InlineData("--allow-host http://x/")]
    [InlineData("--tls-cert a.pem")]
    [InlineData("--tls-key b.pem")]
    [InlineData("--what")]
    public void A_value_that_cannot_be_is_named_in_one_line(string line)
    {
        var refused = Assert.Throws<StartException>(() => Parse(line));

        Assert.Contains(line.Split(' ')[0], refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void The_key_of_a_variable_must_be_long_enough()
    {
        var refused = Assert.Throws<StartException>(() => Parse("", ("TERMINAL_KEY", "short")));
        Assert.Contains("TERMINAL_KEY", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short (", refused.Message, StringComparison.Ordinal);

        Assert.Equal(new KeyOverride("DISPATCH_KEY", "0123456789abcdef"), Parse("", ("DISPATCH_KEY", "0123456789abcdef"), ("TERMINAL_KEY", "fedcba9876543210")).Key);
        Assert.Equal("TERMINAL_KEY", Parse("", ("DISPATCH_KEY", ""), ("TERMINAL_KEY", "fedcba9876543210")).Key?.Variable);
    }

    [Fact]
    public void The_key_of_a_variable_is_what_can_be_sent_of_it()
    {
        Assert.Equal("0123456789abcdef", Parse("", ("DISPATCH_KEY", " 0123456789abcdef\r\n")).Key?.Key);

        foreach (var key in (string[])["0123456789\nabcdef", "0123456789äabcdef"])
        {
            var refused = Assert.Throws<StartException>(() => Parse("", ("DISPATCH_KEY", key)));
            Assert.Contains("DISPATCH_KEY", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_database_of_the_command_line_goes_before_the_variables()
    {
        Assert.Equal("Host=b", Parse("", ("DISPATCH_DATABASE", "Host=b")).Database);
        Assert.Equal("Host=a", Parse("--database Host=a", ("DISPATCH_DATABASE", "Host=b")).Database);
    }

    private static ServerOptions Parse(string line, params (string Name, string Value)[] variables) =>
        CommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
