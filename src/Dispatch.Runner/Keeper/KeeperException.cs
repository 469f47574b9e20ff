namespace Dispatch.Runner.Keeper;

/// <summary>The keeper can't be reached, or not be understood. The message says why and what to do.</summary>
internal sealed class KeeperException(string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>Nobody listens, or whoever did has just gone.</summary>
    public bool NobodyThere { get; init; }
}
