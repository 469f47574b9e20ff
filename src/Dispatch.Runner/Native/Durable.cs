namespace Dispatch.Runner.Native;

internal static class Durable
{
    /// <summary>
    /// fsync of a file or a folder by a descriptor of its own. Safe on a live SQLite <c>-wal</c>; never on the <c>.db</c>, whose locks the close
    /// would drop.
    /// </summary>
    public static void Sync(string path)
    {
        using var file = Libc.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec, 0).OrThrow($"open {path}");
        if (Libc.Fsync(file) != 0)
        {
            throw ErrnoException.Last($"sync {path}");
        }
    }
}
