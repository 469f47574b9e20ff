using System.Diagnostics;

namespace Dispatch.Runner.Tests.Disks;

/// <summary>A small disk in memory, mounted on a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Why there can't be one; null where mounts are allowed.</summary>
    public static string? Missing { get; } = WhyNot();

    private string Filler => Path.Combine(_folder, "filler");

    public static SmallDisk Mount(string folder, int megabytes)
    {
        var (code, said) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "small", folder);
        Assert.True(code == 0, said);
        return new SmallDisk(folder);
    }

    /// <summary>Takes all room but so much; 0 for all that there is.</summary>
    public void FillUpTo(long left)
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write);
        var block = new byte[64 * 1024];
        try
        {
            while (left == 0 || new DriveInfo(_folder).AvailableFreeSpace > left)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException e) when (left == 0 && e.HResult == Native.Errno.NoSpace)
        {
            // That is all.
        }
    }

    public void Free() => File.Delete(Filler);

    /// <summary>Lets nothing be written any more, or again.</summary>
    public void SetReadOnly(bool readOnly)
    {
        var (code, said) = Run("mount", "-o", $"remount,{(readOnly ? "ro" : "rw")}", _folder);
        Assert.True(code == 0, said);
    }

    public void Dispose() => Run("umount", "--lazy", _folder);

    private static string? WhyNot()
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-mount-").FullName;
        try
        {
            var (code, said) = Run("mount", "-t", "tmpfs", "-o", "size=1m", "small", folder);
            if (code == 0)
            {
                Run("umount", folder);
                return null;
            }

            return $"Nothing can be mounted here: {said.Trim()}";
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}

/// <summary>A test that needs a small disk of its own, or is skipped with the reason where there can't be one.</summary>
internal sealed class OnASmallDiskAttribute : FactAttribute
{
    public OnASmallDiskAttribute() => Skip = SmallDisk.Missing;
}
