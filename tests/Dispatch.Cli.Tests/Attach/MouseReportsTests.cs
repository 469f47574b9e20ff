using System.Text;
using Dispatch.Cli.Attach;
using Dispatch.Terminal;

namespace Dispatch.Cli.Tests.Attach;

public sealed class MouseReportsTests
{
    private static readonly Viewport Whole = new(0, 0, 24, 80);

    [Theory]
    [InlineData("\e[<0;5;6M", MouseEncoding.Sgr, "\e[<0;5;6M")]
    [InlineData("\e[<0;5;6m", MouseEncoding.Sgr, "\e[<0;5;6m")]
    [InlineData("\e[<0;5;6M", MouseEncoding.Default, "\e[M %&")]
    [InlineData("\e[<0;5;6m", MouseEncoding.Default, "\e[M#%&")]
    [InlineData("\e[<64;5;6M", MouseEncoding.Default, "\e[M`%&")]
    [InlineData("\e[<20;5;6M", MouseEncoding.Urxvt, "\e[52;5;6M")]
    [InlineData("\e[<0;5;6m", MouseEncoding.Urxvt, "\e[35;5;6M")]
    [InlineData("\e[<35;80;24M", MouseEncoding.Utf8, "\e[MCp8")]
    public void The_session_gets_the_form_that_it_asked_for(string report, MouseEncoding encoding, string input) =>
        Assert.Equal(input, Translate(new Pointer(MouseTracking.Any, encoding, Whole), report));

    [Theory]
    [InlineData(MouseTracking.None, "")]
    [InlineData(MouseTracking.X10, "\e[<0;1;1M")]
    [InlineData(MouseTracking.Normal, "\e[<4;1;1M\e[<4;1;1m\e[<64;1;1M")]
    [InlineData(MouseTracking.Button, "\e[<4;1;1M\e[<32;2;1M\e[<4;1;1m\e[<64;1;1M")]
    [InlineData(MouseTracking.Any, "\e[<4;1;1M\e[<32;2;1M\e[<4;1;1m\e[<35;3;1M\e[<64;1;1M")]
    public void The_session_gets_what_it_asked_for_and_no_more(MouseTracking tracking, string input) => Assert.Equal(
        input, Translate(new Pointer(tracking, MouseEncoding.Sgr, Whole), "\e[<4;1;1M\e[<32;2;1M\e[<4;1;1m\e[<35;3;1M\e[<64;1;1M"));

    [Theory]
    [InlineData("\e[<0;5;6M", "\e[<0;15;26M")]
    [InlineData("\e[<0;41;6M", "")]
    [InlineData("\e[<0;5;11M", "")]
    [InlineData("\e[<32;99;99M", "\e[<32;50;30M")]
    [InlineData("\e[<0;99;99m", "\e[<0;50;30m")]
    public void A_place_is_that_on_the_sessions_screen_and_beside_it_is_none(string report, string input) =>
        Assert.Equal(input, Translate(new Pointer(MouseTracking.Any, MouseEncoding.Sgr, new Viewport(20, 10, 10, 40)), report));

    [Fact]
    public void A_place_too_far_out_for_the_old_form_is_not_told() =>
        Assert.Equal("", Translate(new Pointer(MouseTracking.Any, MouseEncoding.Default, new Viewport(0, 0, 24, 500)), "\e[<0;300;1M"));

    [Fact]
    public void Keys_pass_as_they_are_however_reports_are_cut()
    {
        var pointer = new Pointer(MouseTracking.Any, MouseEncoding.Urxvt, Whole);
        const string Typed = "a\e[A\e[<0;12;13Mb\eOP\e\e[<0;12;13m\e[I漢\e[<x\e[200~paste\e[201~";
        const string Input = "a\e[A\e[32;12;13Mb\eOP\e\e[35;12;13M\e[I漢\e[200~paste\e[201~";
        Assert.Equal(Input, Translate(pointer, Typed));

        // A report comes whole from a terminal, but a read may end within one.
        var cut = Typed.IndexOf(";13M", StringComparison.Ordinal);
        for (var at = cut - 4; at < cut + 4; at++)
        {
            Assert.Equal(Input, Translate(pointer, Typed[..at], Typed[at..]));
        }
    }

    private static string Translate(Pointer pointer, params string[] typed)
    {
        var mouse = new MouseReports();
        return string.Concat(typed.Select(part => Encoding.UTF8.GetString(mouse.Translate(Encoding.UTF8.GetBytes(part), pointer).Span)));
    }
}
