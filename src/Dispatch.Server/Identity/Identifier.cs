using System.Security.Cryptography;

namespace Dispatch.Server.Identity;

/// <summary>Ids: a letter for what it names, and 10 random characters of Crockford's base 32 in lower case.</summary>
internal static class Identifier
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string NewPrincipal() => "p_" + Random();
    public static string NewDevice() => "d_" + Random();
    public static string NewToken() => "t_" + Random();
    public static string NewEnvironment() => "e_" + Random();

    /// <summary>Whether a device is a program with a token.</summary>
    public static bool IsToken(string device) => device.StartsWith("t_", StringComparison.Ordinal);

    private static string Random() => RandomNumberGenerator.GetString(Alphabet, 10);
}
