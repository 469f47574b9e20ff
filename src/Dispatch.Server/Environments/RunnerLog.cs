using Dispatch.Server.Hosting;

namespace Dispatch.Server.Environments;

/// <summary>What a runner that is being started writes: its last line says why it ended.</summary>
internal sealed class RunnerLog(ServerOptions options)
{
    public string Path => options.Data.LogFile("runner");

    /// <summary>Taken before a start, so that the last line is of that start.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

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
