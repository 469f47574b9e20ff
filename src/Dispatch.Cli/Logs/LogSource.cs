using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;

namespace Dispatch.Cli.Logs;

/// <summary>What one part logged: read backwards from its end, then followed from there over the ends of its files.</summary>
internal sealed class LogSource
{
    private readonly Func<IReadOnlyList<string>> _files;
    private readonly Func<ReadOnlyMemory<byte>, LogLine?> _parse;

    // Where following goes on: the file, and the end of its last whole line that was read.
    private string? _file;
    private long _offset;

    private LogSource(Func<IReadOnlyList<string>> files, Func<ReadOnlyMemory<byte>, LogLine?> parse)
    {
        _files = files;
        _parse = parse;
    }

    public bool IsEmpty => _files().Count == 0;

    public static LogSource Of(DataFolder data, string part)
    {
        if (part == "keeper")
        {
            var file = data.LogFile(part);
            return new LogSource(() => File.Exists(file) ? [file] : [], static line => KeeperLine.Parse(Encoding.UTF8.GetString(line.Span)));
        }

        var files = data.LogFiles(part);
        return new LogSource(() => [.. files.Numbers().Select(files.Path)], ParseJson);
    }

    /// <summary>The wanted lines that are there now, newest first. Files are read one at a time, as far back as they are asked for.</summary>
    public IEnumerable<LogLine> Past(LogQuery query)
    {
        var files = _files();
        if (files.Count == 0)
        {
            return [];
        }

        _file = files[^1];
        var newest = WholeLines(_file, 0);
        _offset = newest.Length;
        return Backwards(files, newest, query);
    }

    /// <summary>The wanted lines that came since the last look, oldest first.</summary>
    public IEnumerable<LogLine> Next(LogQuery query)
    {
        while (true)
        {
            // Asked before the rest is read: a file that has a successor grows no more.
            var files = _files();
            var after = files.FirstOrDefault(file => _file is null || string.CompareOrdinal(file, _file) > 0);
            if (_file is not null)
            {
                var more = WholeLines(_file, _offset);
                _offset += more.Length;
                foreach (var line in Lines(more).Select(_parse).OfType<LogLine>().Where(query.Wants))
                {
                    yield return line;
                }
            }

            if (after is null)
            {
                yield break;
            }

            (_file, _offset) = (after, 0);
        }
    }

    private IEnumerable<LogLine> Backwards(IReadOnlyList<string> files, ReadOnlyMemory<byte> newest, LogQuery query)
    {
        for (var at = files.Count - 1; at >= 0; at--)
        {
            if (File.GetLastWriteTimeUtc(files[at]) < query.Since?.UtcDateTime)
            {
                yield break;
            }

            var content = at == files.Count - 1 ? newest : WholeLines(files[at], 0);
            foreach (var line in Lines(content).AsEnumerable().Reverse().Select(_parse).OfType<LogLine>().Where(query.Wants))
            {
                yield return line;
            }
        }
    }

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> content)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (content.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            lines.Add(content[..end]);
            content = content[(end + 1)..];
        }

        return lines;
    }

    /// <summary>Nothing of a line that is being written, nor of a file that went away.</summary>
    private static ReadOnlyMemory<byte> WholeLines(string path, long from)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length <= from)
            {
                return default;
            }

            file.Position = from;
            var content = new byte[file.Length - from];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return content.AsMemory(0, content.AsSpan(0, length).LastIndexOf((byte)'\n') + 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
    }

    private static LogLine? ParseJson(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, Wire.Default.LogLine);
        }
        catch (JsonException)
        {
            // Half a line of a program that was killed.
            return null;
        }
    }
}
