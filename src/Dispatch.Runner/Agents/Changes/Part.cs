using System.Text;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>Some lines of a file.</summary>
internal static class Part
{
    /// <summary>Puts other lines in the place of some: where they are said to be, or where else they are, if only once.</summary>
    /// <param name="line">The first of them, from 1.</param>
    /// <param name="there">The lines, with their ends; empty to put something in between.</param>
    /// <returns>Null when they aren't there.</returns>
    public static byte[]? Replace(byte[] content, int line, string there, string instead)
    {
        var (find, put) = (Encoding.UTF8.GetBytes(there), Encoding.UTF8.GetBytes(instead));
        var start = Start(content, line);
        if (start < 0 || !content.AsSpan(start).StartsWith(find))
        {
            if (find.Length == 0)
            {
                return null;
            }

            start = AtLineStart(content, find, 0);
            if (start < 0 || AtLineStart(content, find, start + 1) >= 0)
            {
                return null;
            }
        }

        return [.. content.AsSpan(0, start), .. put, .. content.AsSpan(start + find.Length)];
    }

    private static int Start(ReadOnlySpan<byte> content, int line)
    {
        var at = 0;
        for (var passed = 1; passed < line; passed++)
        {
            var end = content[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return passed == line - 1 ? content.Length : -1;
            }

            at += end + 1;
        }

        return at;
    }

    private static int AtLineStart(ReadOnlySpan<byte> content, ReadOnlySpan<byte> find, int from)
    {
        for (var at = from; at < content.Length; at++)
        {
            var next = content[at..].IndexOf(find);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (at == 0 || content[at - 1] == (byte)'\n')
            {
                return at;
            }
        }

        return -1;
    }
}
