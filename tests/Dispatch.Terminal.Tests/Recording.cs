namespace Dispatch.Terminal.Tests;

/// <summary>What real programs wrote: Recordings/, whose README says how.</summary>
public static class Recording
{
    private const int PointsOfEach = 12;

    /// <summary>Each program with the size of its terminal.</summary>
    public static TheoryData<string, int, int> All => new()
    {
        { "vim", 80, 24 },
        { "less", 80, 24 },
        { "htop", 100, 30 },
        { "tmux", 90, 28 },
        { "redraw", 80, 24 },
    };

    public static byte[] Bytes(string program, int cols, int rows) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Recordings", $"{program}-{cols}x{rows}.bin"));

    /// <summary>All that was written by all of them, cut into pieces of so many bytes.</summary>
    public static IEnumerable<byte[]> Pieces(int length) =>
        All.SelectMany(row => Bytes((string)row[0], (int)row[1], (int)row[2]).Chunk(length));

    /// <summary>What was written up to each of some points on the way, the end among them.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Points(string program, int cols, int rows)
    {
        var bytes = Bytes(program, cols, rows);
        return Enumerable.Range(1, PointsOfEach).Select(point => (ReadOnlyMemory<byte>)bytes.AsMemory(0, bytes.Length * point / PointsOfEach));
    }
}
