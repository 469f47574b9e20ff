using DiffPlex;

namespace Dispatch.Runner.Agents.Origins;

/// <summary>Where lines of a text were in another one before it.</summary>
internal static class LineMap
{
    /// <param name="line">From 0, in the later text.</param>
    /// <returns>The same line in the earlier one; null when it wasn't there.</returns>
    public static int? Before(string earlier, string later, int line)
    {
        var moved = 0;
        foreach (var block in Differ.Instance.CreateLineDiffs(earlier, later, ignoreWhitespace: false).DiffBlocks)
        {
            if (line < block.InsertStartB)
            {
                break;
            }

            if (line < block.InsertStartB + block.InsertCountB)
            {
                return null;
            }

            moved += block.DeleteCountA - block.InsertCountB;
        }

        return line + moved;
    }
}
