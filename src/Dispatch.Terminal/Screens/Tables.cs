namespace Dispatch.Terminal;

/// <summary>What the numbers in cells stand for.</summary>
internal sealed class Tables
{
    public StyleTable Styles { get; } = new();

    public ClusterTable Clusters { get; } = new();

    public LinkTable Links { get; } = new();

    /// <summary>Grows when numbers changed their meaning: a cell kept from before then means nothing now.</summary>
    public int Generation { get; set; }
}
