using Dispatch.Cli.Commands;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

/// <summary>What a server that is being started writes: its last line says why it ended.</summary>
internal sealed class ServerLog
{
    private const long Full = 16 * 1024 * 1024;

    private readonly long _before;

    private ServerLog(string path, long before)
    {
        Path = path;
        _before = before;
    }

    public string Path { get; }

    /// <summary>Makes the folder when it isn't there; a log that has grown large is set aside, and the one set aside before it goes.</summary>
    public static ServerLog Open(DataFolder data)
    {
        try
        {
            return Append(data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"The data folder {data.Root} can't be written ({e.Message.TrimEnd('.')}); make it writable for this account, or name another with --data DIR");
        }
    }

    public string? LastLine()
    {
        using var log = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = _before;
        using var reader = new StreamReader(log);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
    }

    private static ServerLog Append(DataFolder data)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(data.Root, Private);
        Directory.CreateDirectory(data.Logs, Private);

        var path = data.LogFile("server");
        if (new FileInfo(path) is { Exists: true, Length: > Full })
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        using var log = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        return new ServerLog(path, log.Position);
    }
}
