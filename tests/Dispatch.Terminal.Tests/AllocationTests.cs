using Dispatch.Terminal.Benchmarks;

namespace Dispatch.Terminal.Tests;

/// <summary>A terminal that has seen such output before takes no more memory for it.</summary>
public sealed class AllocationTests
{
    private const int Piece = 64 * 1024;

    /// <summary>So many go up within the first round of each: from then on the scrollback doesn't grow.</summary>
    private const int FewLines = 500;

    public static TheoryData<string> Names => [.. Corpora.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_like_what_came_before_allocates_nothing_for_a_byte(string corpus)
    {
        var bytes = Corpora.Make(corpus);
        var terminal = new Emulator(new EmulatorOptions { Scrollback = FewLines });
        Write(terminal, bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(terminal, bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated * 1024 < bytes.Length, $"{allocated} bytes were allocated for {bytes.Length / 1024} kB of {corpus}");
    }

    [Theory]
    [MemberData(nameof(Recording.All), MemberType = typeof(Recording))]
    public void A_program_that_is_run_again_allocates_its_own_screen_alone(string program, int cols, int rows)
    {
        var bytes = Recording.Bytes(program, cols, rows);
        var terminal = new Emulator(new EmulatorOptions { Cols = cols, Rows = rows });
        terminal.Write(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        terminal.Write(bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The alternate screen is made anew each time that it is shown: its cells, and a little for each line and for what was told.
        var screen = (8 * cols * rows) + (64 * rows);
        Assert.True(allocated < screen, $"{allocated} bytes were allocated for {bytes.Length} of {program}, whose screen takes {screen}");
    }

    private static void Write(Emulator terminal, ReadOnlySpan<byte> bytes)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Piece, bytes.Length)..])
        {
            terminal.Write(bytes[..Math.Min(Piece, bytes.Length)]);
        }
    }
}
