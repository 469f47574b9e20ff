using Dispatch.Server.Hosting;

namespace Dispatch.Server.Environments;

/// <summary>What a runner writes to its standard output and error, beside its log: the last line of one that doesn't start says why.</summary>
internal sealed class RunnerLog(ServerOptions options)
{
    private const long Full = 16 * 1024 * 1024;

    public string Path => options.Data.LogFile("runner");

    /// <summary>Taken before a start, so that the last line is of that start.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Closed to others, and bounded: what has grown large is set aside, and the one set aside before it goes.</summary>
    public void Prepare()
    {
        if (Length > Full)
        {
            File.Move(Path, Path + ".1", overwrite: true);
        }

        new FileStream(Path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
    }

    public string? LastLine(long after)
    {
        if (Length <= after)
        {
            return null;
        }

        using var log = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = after;
        using var reader = new StreamReader(log);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
    }
}
