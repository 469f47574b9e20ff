using Dispatch.Protocol;

namespace Dispatch.Runner.Keeper;

/// <summary><c>Dispatch.Runner --keeper</c>.</summary>
internal static class KeeperProgram
{
    /// <summary>Runs until it is told to stop; the calling thread is the loop. The result is the exit code.</summary>
    public static int Run(DataFolder folder) => throw new NotSupportedException();
}
