using System.Text;

namespace Dispatch.Runner.Keeper;

/// <summary>Lines on standard error, which the launcher appends to the keeper's log file. No logger: it would be most of the keeper's memory.</summary>
internal static class KeeperLog
{
    private static readonly Stream Errors = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: false), FileAccess.Write, 0);

    public static void Line(string text)
    {
        try
        {
            Errors.Write(Encoding.UTF8.GetBytes($"{TimeProvider.System.GetUtcNow():O} keeper {Environment.ProcessId}: {text}\n"));
        }
        catch (IOException)
        {
            // A full disk must not end anyone's shell.
        }
    }
}
