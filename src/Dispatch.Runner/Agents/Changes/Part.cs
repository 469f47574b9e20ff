using System.Text;
using Dispatch.Runner.Agents.Origins;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>Some lines of a file.</summary>
internal static class Part
{
    /// <summary>Where a line of a text is in a later one.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="itself">False: what was between it and the line before it, of which one is enough.</param>
    /// <returns>Null when it isn't there any more.</returns>
    public static int? LineNow(string left, string present, int line, bool itself)
    {
        if (itself)
        {
            return LineMap.Before(present, left, line - 1) + 1;
        }

        return line == 1
            ? LineMap.Before(present, left, 0) is 0 || left.Length == 0 ? 1 : null
            : LineMap.Before(present, left, line - 2) + 2 ?? LineMap.Before(present, left, line - 1) + 1;
    }

    /// <summary>Puts other lines in the place of some.</summary>
    /// <param name="line">The first of them, from 1.</param>
    /// <param name="there">The lines, with their ends; empty to put something in between.</param>
    /// <returns>Null when they aren't there.</returns>
    public static byte[]? Replace(byte[] content, int line, string there, string instead)
    {
        var find = Encoding.UTF8.GetBytes(there);
        return Start(content, line) is var start and >= 0 && content.AsSpan(start).StartsWith(find) ? Put(content, start, find.Length, instead) : null;
    }

    /// <summary>The same for lines that are there once.</summary>
    public static byte[]? ReplaceOnly(byte[] content, string there, string instead)
    {
        var find = Encoding.UTF8.GetBytes(there);
        return AtLineStart(content, find, 0) is var start and >= 0 && AtLineStart(content, find, start + 1) < 0 ? Put(content, start, find.Length, instead) : null;
    }

    private static byte[] Put(byte[] content, int start, int length, string instead) =>
        [.. content.AsSpan(0, start), .. Encoding.UTF8.GetBytes(instead), .. content.AsSpan(start + length)];

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
