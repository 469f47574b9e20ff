using System.Security.Cryptography;

namespace Dispatch.Runner.Files.Disk;

/// <summary>Names of what isn't whole yet, beside what it will be. No listing has them.</summary>
internal static class Temporary
{
    public static ReadOnlySpan<byte> Prefix => ".dispatch-"u8;

    public static string Name(string what) => $".dispatch-{what}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    public static bool Is(string name) => name.StartsWith(".dispatch-", StringComparison.Ordinal);
}
