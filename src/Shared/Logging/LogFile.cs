using Dispatch.Protocol.Logs;

namespace Dispatch.Logging;

/// <summary>
/// The end of a part's log files. Bounded by size and count; 0600. One process at a time writes them: the one that holds the part's lock.
/// </summary>
internal sealed class LogFile(LogFiles files, int mostBytes = LogFile.MostBytes, int mostFiles = LogFile.MostFiles) : IDisposable
{
    public const int MostBytes = 8 * 1024 * 1024;
    public const int MostFiles = 6;
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FileStream? _file;
    private long _length;

    /// <summary>Writes whole lines. False when they can't be written: the disk is full, the folder not ours.</summary>
    public bool TryAppend(ReadOnlySpan<byte> lines)
    {
        try
        {
            var file = Open(lines.Length);
            file.Write(lines);
            _length += lines.Length;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            return false;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Open(int more)
    {
        // Somebody may have cleared the folder: better a new file than lines that nobody can read.
        if (_file is null || !File.Exists(_file.Name))
        {
            Dispose();
            Directory.CreateDirectory(files.Folder, OwnerOnly | UnixFileMode.UserExecute);
            _file = OpenEnd(files.Numbers() is [.., var newest] ? newest : 1);
        }

        if (_length > 0 && _length + more > mostBytes)
        {
            _file.Dispose();
            _file = OpenEnd(files.Numbers()[^1] + 1);
            foreach (var old in files.Numbers().SkipLast(mostFiles))
            {
                File.Delete(files.Path(old));
            }
        }

        return _file;
    }

    private FileStream OpenEnd(int number)
    {
        var file = new FileStream(files.Path(number), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
        _length = file.Seek(0, SeekOrigin.End);
        EndBrokenLine(file);
        return file;
    }

    /// <summary>A process that was killed, or a full disk, may have left half a line.</summary>
    private void EndBrokenLine(FileStream file)
    {
        if (_length == 0)
        {
            return;
        }

        file.Position = _length - 1;
        if (file.ReadByte() != '\n')
        {
            file.WriteByte((byte)'\n');
            _length++;
        }
    }
}
