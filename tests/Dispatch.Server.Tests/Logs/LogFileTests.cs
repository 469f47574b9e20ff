using System.Text;
using Dispatch.Logging;
using Dispatch.Protocol.Logs;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Logs;

public sealed class LogFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private LogFiles Files => _folder.Data.LogFiles("server");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_file_is_left_for_the_next_and_the_oldest_go()
    {
        using var file = new LogFile(Files, mostBytes: 25, mostFiles: 3);
        for (var line = 0; line < 12; line++)
        {
            Assert.True(file.TryAppend(Encoding.UTF8.GetBytes($"line {line:D4}\n")));
        }

        Assert.Equal([4, 5, 6], Files.Numbers());
        Assert.Equal("line 0006\nline 0007\n", File.ReadAllText(Files.Path(4)));
        Assert.All(Files.Numbers(), number => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Files.Path(number))));
    }

    [Fact]
    public void The_next_process_goes_on_in_the_last_file_after_ending_half_a_line()
    {
        Directory.CreateDirectory(_folder.Data.Logs);
        File.WriteAllText(Files.Path(7), "whole\nhal");
        using (var file = new LogFile(Files))
        {
            file.TryAppend("next\n"u8);
        }

        Assert.Equal("whole\nhal\nnext\n", File.ReadAllText(Files.Path(7)));
    }

    [Fact]
    public void Files_that_somebody_removed_are_begun_anew()
    {
        using var file = new LogFile(Files);
        file.TryAppend("one\n"u8);
        Directory.Delete(_folder.Data.Logs, recursive: true);
        Assert.True(file.TryAppend("two\n"u8));
        Assert.Equal("two\n", File.ReadAllText(Files.Path(1)));
    }

    [Fact]
    public void What_can_t_be_written_is_said_and_tried_again()
    {
        File.WriteAllText(_folder.Data.Logs, "a file where the folder should be");
        using var file = new LogFile(Files);
        Assert.False(file.TryAppend("one\n"u8));
        File.Delete(_folder.Data.Logs);
        Assert.True(file.TryAppend("two\n"u8));
    }
}
