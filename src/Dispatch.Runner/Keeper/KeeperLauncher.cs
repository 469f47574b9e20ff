using Dispatch.Protocol;

namespace Dispatch.Runner.Keeper;

/// <summary>Finds the data folder's keeper, or starts one that outlives this process.</summary>
internal static class KeeperLauncher
{
    /// <exception cref="KeeperException">None answers and none could be started, or one of another version answers.</exception>
    public static Task<KeeperClient> EnsureAsync(
        DataFolder folder, IKeeperObserver observer, TimeProvider time, CancellationToken cancellation) => throw new NotSupportedException();
}
