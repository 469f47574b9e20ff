namespace Dispatch.Protocol;

/// <summary>A number of bytes as a person reads it.</summary>
public static class ByteSize
{
    public static string Text(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.#} GB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:0} kB"),
    };
}
