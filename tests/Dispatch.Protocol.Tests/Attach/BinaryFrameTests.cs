using Dispatch.Protocol.Attach;

namespace Dispatch.Protocol.Tests.Attach;

public class BinaryFrameTests
{
    [Fact]
    public void An_input_frame_is_a_type_three_zeros_and_an_id_little_endian_then_the_bytes()
    {
        var frame = new byte[InputFrame.HeaderSize + 2];
        frame.AsSpan().Fill(0xff);
        InputFrame.WriteHeader(frame, 0x04030201);
        "ls"u8.CopyTo(frame.AsSpan(InputFrame.HeaderSize));
        Assert.Equal("01000000010203046C73", Convert.ToHexString(frame));

        Assert.True(InputFrame.TryRead(frame, out var id, out var bytes));
        Assert.Equal((0x04030201u, "6C73"), (id, Convert.ToHexString(bytes)));
    }

    [Fact]
    public void An_output_frame_is_a_type_three_zeros_epoch_first_last_and_time_little_endian_then_the_bytes()
    {
        var frame = new byte[OutputFrame.HeaderSize + 3];
        frame.AsSpan().Fill(0xff);
        var header = new OutputFrame(0x04030201, 0x0807060504030201, 0x1817161514131211, 0x2827262524232221);
        header.WriteHeader(frame);
        "hi\n"u8.CopyTo(frame.AsSpan(OutputFrame.HeaderSize));
        Assert.Equal("02000000" + "01020304" + "0102030405060708" + "1112131415161718" + "2122232425262728" + "68690A", Convert.ToHexString(frame));

        Assert.True(OutputFrame.TryRead(frame, out var read, out var bytes));
        Assert.Equal((header, "68690A"), (read, Convert.ToHexString(bytes)));
    }

    [Fact]
    public void A_snapshot_frame_is_a_type_and_seven_zeros_then_the_bytes()
    {
        var frame = new byte[SnapshotFrame.HeaderSize + 2];
        frame.AsSpan().Fill(0xff);
        SnapshotFrame.WriteHeader(frame);
        "hi"u8.CopyTo(frame.AsSpan(SnapshotFrame.HeaderSize));
        Assert.Equal("03000000000000006869", Convert.ToHexString(frame));

        Assert.True(SnapshotFrame.TryRead(frame, out var bytes));
        Assert.Equal("6869", Convert.ToHexString(bytes));
        Assert.False(SnapshotFrame.TryRead(frame.AsSpan(0, 7), out _));
        Assert.False(OutputFrame.TryRead(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0 }, out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01000000010203")]
    [InlineData("0200000001000000")]
    public void What_is_too_short_or_of_another_type_is_no_input_frame(string hex) =>
        Assert.False(InputFrame.TryRead(Convert.FromHexString(hex), out _, out _));

    [Fact]
    public void What_is_too_short_or_of_another_type_is_no_output_frame()
    {
        var frame = new byte[OutputFrame.HeaderSize];
        Assert.False(OutputFrame.TryRead(frame, out _, out _));
        frame[0] = OutputFrame.Type;
        Assert.True(OutputFrame.TryRead(frame, out _, out var nothing));
        Assert.True(nothing.IsEmpty);
        Assert.False(OutputFrame.TryRead(frame.AsSpan(1), out _, out _));
    }

    [Fact]
    public void The_limits_are_those_that_the_protocol_tells() => Assert.Equal(
        ("dispatch.v1", 524288, 1048576, 16384, "snapshot", 262144, 1000, 10000),
        (AttachProtocol.Subprotocol, AttachProtocol.MaximumFrame, AttachProtocol.DefaultWindow, AttachProtocol.MinimumWindow,
            AttachProtocol.SnapshotFeature, AttachProtocol.MaximumSnapshotBytes, AttachProtocol.DefaultScrollback, AttachProtocol.MaximumScrollback));
}
