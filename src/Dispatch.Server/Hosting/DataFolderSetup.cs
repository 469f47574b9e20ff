using System.Text;
using Dispatch.Protocol;

namespace Dispatch.Server.Hosting;

/// <summary>Makes the data folder, closed to others, or says why it can't be used.</summary>
internal static class DataFolderSetup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Prepare(DataFolder data)
    {
        foreach (var socket in (ReadOnlySpan<string>)[data.RunnerSocket, data.KeeperSocket, data.GatewaySocket])
        {
            if (Encoding.UTF8.GetByteCount(socket) > DataFolder.MaximumSocketPath)
            {
                throw new StartException(
                    $"The path of the data folder is too long: {socket} has {Encoding.UTF8.GetByteCount(socket)} bytes and a socket's path ends at {DataFolder.MaximumSocketPath}; name a shorter folder with --data DIR.");
            }
        }

        try
        {
            foreach (var folder in (ReadOnlySpan<string>)[data.Root, data.Run, data.Logs])
            {
                Directory.CreateDirectory(folder, OwnerOnly);
                if (File.GetUnixFileMode(folder) != OwnerOnly)
                {
                    File.SetUnixFileMode(folder, OwnerOnly);
                }
            }

            var probe = Path.Combine(data.Run, $"write-test.{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {data.Root} can't be written ({e.Message.TrimEnd('.')}); make it writable for this account, or name another with --data DIR.", e);
        }
    }
}
