using System.Text;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>What is done to a file that is held without being opened: by the name that the kernel has for what this process holds.</summary>
internal static unsafe class Descriptors
{
    private const int CurrentFolder = -100;

    public static byte[] NameOf(Descriptor file) => Encoding.ASCII.GetBytes($"/proc/self/fd/{file.Number}\0");

    /// <returns>0, or -1 with the error as the last one.</returns>
    public static int TryChangeMode(Descriptor file, uint mode)
    {
        fixed (byte* name = NameOf(file))
        {
            return Libc.ChangeModeAt(CurrentFolder, name, mode, 0);
        }
    }
}
