using System.Text;
using Dispatch.Protocol.Attach;
using Dispatch.Terminal;

namespace Dispatch.Runner.Tests.Attach;

public class AfterRestartTests
{
    [Theory]
    [InlineData("one\r\ntwo\r\nthree")]
    [InlineData("\e[?1049ha program with a screen\e[?1049lone\r\ntwo\r\nthree")]
    [InlineData("\e[2;1H\e7\e[1;1Hone\r\ntwo\r\nthree")]
    [InlineData("one\r\ntwo\r\nthree\e[?1049h\e[Ha program that was killed")]
    public void What_a_started_program_prints_stands_below_what_was_printed_before(string before)
    {
        var terminal = new Emulator(new EmulatorOptions { Cols = 40, Rows = 10 });
        terminal.Write(Encoding.UTF8.GetBytes(before));
        terminal.Restore(AttachProtocol.AfterRestart);
        terminal.Write("new"u8);
        Assert.False(terminal.AlternateScreen);
        Assert.Equal((3, 3), (terminal.Cursor.Row, terminal.Cursor.Col));
    }
}
