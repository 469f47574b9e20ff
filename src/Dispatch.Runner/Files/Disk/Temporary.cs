using System.Security.Cryptography;

namespace Dispatch.Runner.Files.Disk;

/// <summary>Names of what isn't whole yet, beside what it will be. No listing has them.</summary>
internal static class Temporary
{
    public static ReadOnlySpan<byte> Prefix => ".dispatch-"u8;

    public static string Name(string what) => $".dispatch-{what}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>Made and finished within one request, unlike an upload.</summary>
    public static bool IsOfOneRequest(string name) =>
        name.StartsWith(".dispatch-copy-", StringComparison.Ordinal) || name.StartsWith(".dispatch-save-", StringComparison.Ordinal);

    public static bool Is(string name) => name.StartsWith(".dispatch-", StringComparison.Ordinal);
}
