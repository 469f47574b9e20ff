using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class InputTests
{
    // What a terminal's line editor holds of one line; the kernel drops what is typed beyond it.
    private const int LongestLine = 4095;

    [Fact]
    public async Task Typed_input_reaches_the_program_and_is_told_as_written()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("read line; echo got $line");
        shell.Type("hello\r", id: 5);
        await shell.UntilTextAsync("got hello");
        await shell.UntilAsync("the input was written", followed => followed.Written == 5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_never_reads_holds_nobody_up_and_too_much_input_is_refused(bool pty)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var deaf = await keeper.ShellAsync(pty ? "stty raw -echo; echo ready; exec sleep 100" : "echo ready; exec sleep 100", pty);
        await deaf.UntilTextAsync("ready");
        var piece = new byte[100_000];
        for (var id = 1u; id <= 20; id++)
        {
            keeper.Client.Write(deaf.Key, id, piece);
        }

        await deaf.UntilAsync("input is refused", followed => followed.Refused.Contains(20));
        Assert.InRange(deaf.Refused[0] * piece.Length, KeeperProtocol.MaximumPendingInput, KeeperProtocol.MaximumPendingInput + 3 * piece.Length);

        var other = await keeper.ShellAsync("echo alive");
        await other.UntilExitAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_reader_gets_every_byte_in_order_and_the_last_input_is_told_as_written(bool pty)
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync((pty ? "stty raw -echo; " : "") + "echo ready; sleep 0.2; head -c 900000 | cksum", pty);
        await shell.UntilTextAsync("ready");
        var all = new byte[900_000];
        new Random(3).NextBytes(all);
        for (var id = 0u; id < 9; id++)
        {
            keeper.Client.Write(shell.Key, id + 1, all.AsSpan((int)id * 100_000, 100_000));
        }

        await shell.UntilExitAsync();
        await shell.UntilAsync("the last input was written", followed => followed.Written == 9);
        Assert.Empty(shell.Refused);
        Assert.Contains($"{Cksum(all)} 900000", shell.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_of_an_earlier_runner_is_written_and_never_told_to_the_next_as_its_own()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var key = Guid.NewGuid();
        var go = Path.Combine(keeper.Folder.Root, "go");
        const int size = 200_000;
        await keeper.Client.SpawnAsync(
            KeeperFixture.Request(key, true, 80, 24, "/bin/sh", "-c", $"stty raw -echo; echo ready; while [ ! -e {go} ]; do sleep 0.01; done; head -c {size} | wc -c"),
            KeeperFixture.Patience);
        var before = keeper.Recorder.Follow(key, 0, keeper.Client);
        keeper.Client.Subscribe(key, [0]);
        await before.UntilTextAsync("ready");
        keeper.Client.Write(key, 500, new byte[size]);
        await keeper.Client.ListAsync(KeeperFixture.Patience);
        await keeper.ReconnectAsync();

        var after = keeper.Recorder.Follow(key, 0, keeper.Client, before.Received(), 0);
        keeper.Client.Subscribe(key, [before.Received()]);
        await File.WriteAllTextAsync(go, "");
        await after.UntilTextAsync($"{size}");
        Assert.Equal(0u, after.Written);
    }

    [Fact]
    public async Task A_line_longer_than_the_kernel_takes_comes_cut_and_the_next_one_whole()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var shell = await keeper.ShellAsync("stty -echo; echo ready; read line; echo ${#line}; read line; echo $line");
        await shell.UntilTextAsync("ready");
        shell.Type(new string('x', LongestLine + 500) + "\r", id: 1);
        await shell.UntilTextAsync($"{LongestLine}\r\n");
        shell.Type("short\r", id: 2);
        await shell.UntilTextAsync("short");
    }

    [Fact]
    public async Task Input_for_a_process_that_has_ended_or_closed_its_input_is_refused()
    {
        await using var keeper = await KeeperFixture.StartAsync();
        var ended = await keeper.ShellAsync("exit");
        await ended.UntilExitAsync();
        ended.Type("x", id: 7);
        await ended.UntilAsync("input is refused", followed => followed.Refused.Contains(7));

        var closed = await keeper.ShellAsync("exec <&-; echo closed; exec sleep 100", pty: false);
        await closed.UntilTextAsync("closed");
        closed.Type("x", id: 8);
        await closed.UntilAsync("input is refused", followed => followed.Refused.Contains(8));
    }

    // POSIX cksum: CRC-32 over the bytes and their count, most significant bit first.
    private static uint Cksum(byte[] bytes)
    {
        var crc = 0u;
        foreach (var value in bytes)
        {
            crc = Step(crc, value);
        }

        for (var length = bytes.Length; length > 0; length >>= 8)
        {
            crc = Step(crc, (byte)length);
        }

        return ~crc;
    }

    private static uint Step(uint crc, byte value)
    {
        crc ^= (uint)value << 24;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc << 1) ^ (crc >> 31) * 0x04C11DB7;
        }

        return crc;
    }
}
