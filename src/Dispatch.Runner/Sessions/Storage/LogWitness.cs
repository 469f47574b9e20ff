using System.Globalization;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>
/// A small file beside the log that holds the same random stamp and the same epoch. Both get a new stamp whenever the log is opened: where
/// they differ, the log is a copy that was put back, and its positions were used for other events since.
/// </summary>
internal sealed class LogWitness(string logPath)
{
    private readonly string _path = Path.ChangeExtension(logPath, ".witness");

    /// <summary>True when the log is the one that was open last; a log without a witness is believed.</summary>
    public bool Confirms(LogMeta meta, out int epochSeen)
    {
        epochSeen = meta.Epoch;
        if (!File.Exists(_path))
        {
            return true;
        }

        var parts = File.ReadAllText(_path).Split(' ', 2);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
        {
            return false;
        }

        epochSeen = Math.Max(epochSeen, epoch);
        return parts[1] == meta.Stamp;
    }

    /// <summary>The log is open now, under this epoch. A death between the two writes costs an epoch, and hides nothing.</summary>
    public void Stamp(LogMeta meta)
    {
        var stamp = Guid.NewGuid().ToString("n");
        File.WriteAllText(_path + ".new", string.Create(CultureInfo.InvariantCulture, $"{meta.Epoch} {stamp}"));
        File.Move(_path + ".new", _path, overwrite: true);
        meta.Stamp = stamp;
    }
}
